using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends;

/// <summary>
/// Where a stage keeps its locks, the first that fits: the directory that a variable names; for uid 0 <c>/run/TOOL</c>, then
/// <c>/var/lock/TOOL</c>; for others <c>$XDG_RUNTIME_DIR</c>, <c>/run/user/UID</c>, <c>/tmp/envc-UID</c>. It must be the user's own and
/// writable by nobody else, or others could hold our locks or plant links.
/// </summary>
internal static class LockDirectory
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const UnixFileMode OthersMayWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    internal static Result<string> Find(StageContext context, string? chosen, string tool)
    {
        var writer = new FileWriter(context.Host.Files);
        Diagnostic? problem = null;
        foreach (var (path, mode) in Candidates(context, chosen, tool))
        {
            try
            {
                writer.EnsureDirectory(path, mode);
                if (IsSafe(FileOwner.Of(path), context.Host.UserId))
                    return path;
                problem = BackendDiagnostics.UnsafeLockDirectory(path);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                problem = BackendDiagnostics.NoLockDirectory(path, e.Message);
            }
        }

        return problem!;
    }

    private static bool IsSafe(FileOwner owner, uint user) =>
        owner.IsDirectory && owner.UserId == user && (owner.Mode & OthersMayWrite) == 0;

    private static IEnumerable<(string Path, UnixFileMode Mode)> Candidates(StageContext context, string? chosen, string tool)
    {
        if (chosen is not null)
        {
            yield return (context.InProject(chosen), Private);
            yield break;
        }

        var user = context.Host.UserId;
        if (user == 0)
        {
            yield return ($"/run/{tool}", FileWriter.Executable);
            yield return ($"/var/lock/{tool}", FileWriter.Executable);
            yield break;
        }

        if (context.Variables.Text("XDG_RUNTIME_DIR") is { } runtime && Directory.Exists(runtime))
            yield return (runtime, Private);
        if (Directory.Exists($"/run/user/{user}"))
            yield return ($"/run/user/{user}", Private);
        yield return ($"/tmp/envc-{user}", Private);
    }
}
