using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Run.Activation;

/// <summary>
/// Finds a command as it will be found inside the default group's root, so that a mistyped one is told with near names before anything
/// is started.
/// </summary>
/// <param name="activation">The activation.</param>
public sealed class CommandResolver(PreparedActivation activation)
{
    private static readonly string[] RootDirectories = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin"];

    /// <summary>The command's name or path, as it was given.</summary>
    /// <returns>ENVC0511 (exit code 127) when there is none, ENVC0512 (126) when it is not executable.</returns>
    public Result<string> Resolve(string command)
    {
        if (activation.Spec.DefaultGroup is not { } group)
            return ActivationDiagnostics.NoGroup();
        var root = activation.Host.Store.RootFileSystem(activation.Spec.Roots[group]);
        if (command.Contains('/'))
            return Check(command, OutsidePath(command, root));
        var isThere = false;
        foreach (var directory in Directories(root))
        {
            var path = Path.Combine(directory, command);
            if (IsExecutable(path))
                return command;
            isThere |= File.Exists(path);
        }

        // Last on PATH inside, and there are seldom any.
        if (new DriverSearch(activation.Host.HostRoot).Find().Programs.ContainsKey(command))
            return command;
        return isThere ? ActivationDiagnostics.CommandNotExecutable(command) : ActivationDiagnostics.CommandNotFound(command, Known(root));
    }

    // The PATH that `enter` sets, seen from outside.
    private IEnumerable<string> Directories(string root)
    {
        foreach (var directory in activation.Variables.GetValueOrDefault("ENVC_HOOK_PATH", "").Split(':', StringSplitOptions.RemoveEmptyEntries))
            yield return OutsidePath(directory, root);
        yield return activation.Host.EnvcDirectory;
        foreach (var directory in RootDirectories)
            yield return root + directory;
        yield return Path.Combine(activation.TargetDirectory, "bin");
    }

    private string OutsidePath(string path, string root)
    {
        var first = path.StartsWith('/') ? path.Split('/')[1] : "";
        return first switch
        {
            "usr" or "bin" or "sbin" or "lib" or "lib64" or "etc" => root + path,
            "var" => activation.Generation.Layout.VarOf(activation.Spec.DefaultGroup!) + path["/var".Length..],
            ".envc" => activation.Host.EnvcDirectory + path["/.envc".Length..],
            _ => path,
        };
    }

    private static Result<string> Check(string command, string path)
    {
        if (Directory.Exists(path) || (File.Exists(path) && !IsExecutable(path)))
            return ActivationDiagnostics.CommandNotExecutable(command);
        // A link may lead somewhere that only exists inside; that is for the kernel to say.
        return File.Exists(path) || new FileInfo(path).LinkTarget is not null
            ? command
            : ActivationDiagnostics.CommandNotFound(command, []);
    }

    private static bool IsExecutable(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            return true;
        return file.Exists && (file.UnixFileMode & (UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute)) != 0;
    }

    private IEnumerable<string> Known(string root) =>
        Directories(root).Where(Directory.Exists).SelectMany(Directory.EnumerateFiles).Select(path => Path.GetFileName(path)).Distinct();
}
