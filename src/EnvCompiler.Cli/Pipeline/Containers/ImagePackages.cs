using System.Threading;
using EnvCompiler.Compile;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store;
using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>Which packages of a group an image has: those that the manifest asks for with what they depend on, and those that bring what commands and engines run.</summary>
/// <param name="store">The store.</param>
/// <param name="locked">The lock.</param>
/// <param name="groupName">The group.</param>
/// <param name="group">It.</param>
/// <param name="hostRoot">Its root for hosts.</param>
internal sealed class ImagePackages(StoreLayout store, Model.Locks.Lock locked, string groupName, LockedGroup group, RealisedRoot hostRoot)
{
    private static readonly string[] s_directories = ["/usr/local/bin/", "/usr/bin/", "/usr/local/sbin/", "/usr/sbin/", "/bin/", "/sbin/"];

    // ldconfig's cache, names of users and hosts, and the locale C.UTF-8: all of glibc that is not in libc6.
    private const string LinkerCacheMaker = "ldconfig";

    private readonly SortedSet<string> packages = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> problems = [];
    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>The lock with the image's packages as the group's of the target, from which its root is composed.</summary>
    /// <param name="target">The target.</param>
    /// <param name="needed">Programs that it must have.</param>
    /// <returns>It, or the programs that no package brings.</returns>
    internal Result<Model.Locks.Lock> Choose(string target, IReadOnlyList<NeededProgram> needed)
    {
        Add(new NeededProgram(LinkerCacheMaker, "", IsRequired: false));
        foreach (var program in needed)
            Add(program);
        if (problems.Count > 0)
            return Result<Model.Locks.Lock>.Failure(problems);
        if (!new ApplicationClosure(store, locked, group).Of(packages).TryGet(out var closure, out var damaged))
            return Result<Model.Locks.Lock>.Failure(damaged);
        var wishes = locked.Request.Alternatives is { } alternatives && RootReader.Alternatives(store, hostRoot.Id) is { } chosen
            ? new SortedDictionary<string, string>(
                alternatives.Where(wish => chosen.GetValueOrDefault(wish.Key) is { } choice && closure.Contains(choice.Choices.GetValueOrDefault(choice.Path) ?? "")).ToDictionary(), StringComparer.Ordinal)
            : null;
        return locked with
        {
            Request = locked.Request with { Alternatives = wishes },
            Targets = new(StringComparer.Ordinal)
            {
                [target] = locked.Targets[target] with { Groups = new(StringComparer.Ordinal) { [groupName] = group with { Packages = closure } } },
            },
        };
    }

    private void Add(NeededProgram program)
    {
        if (!seen.Add(program.Name))
            return;
        if (Find(program.Name) is not var (package, path))
        {
            if (program.IsRequired)
                problems.Add(CompileDiagnostics.NoProgramForImage(program.Name, program.Reason, groupName));
            return;
        }

        packages.Add(package);
        // A script needs what its first line names.
        if (InterpreterOf(path) is { } interpreter)
            Add(new NeededProgram(interpreter, $"`{path}` is a script for it", IsRequired: true));
    }

    private (string Package, string Path)? Find(string program)
    {
        var wanted = program.StartsWith('/') ? [program, $"/usr{program}"] : s_directories.Select(directory => directory + program).ToArray();
        foreach (var path in wanted)
        {
            foreach (var (package, commands) in hostRoot.Commands)
            {
                if (commands.Contains(path))
                    return (package, path);
            }
        }

        return null;
    }

    private string? InterpreterOf(string path)
    {
        var place = hostRoot.Path + path;
        if (!File.Exists(place))
            return null;
        using var file = File.OpenRead(place);
        Span<byte> start = stackalloc byte[256];
        var head = System.Text.Encoding.Latin1.GetString(start[..file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
        if (!head.StartsWith("#!", StringComparison.Ordinal))
            return null;
        var words = head[2..].Split('\n')[0].Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var env, ['-', ..], var program, ..] when env.EndsWith("/env", StringComparison.Ordinal) => program,
            [var env, var program, ..] when env.EndsWith("/env", StringComparison.Ordinal) => program,
            [var program, ..] => program,
            [] => null,
        };
    }
}
