using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Activation;

/// <summary>
/// Which commands a target offers: those of requested packages and of the parts that a package was split into, not of other dependencies or
/// of base packages.
/// </summary>
internal static class Shims
{
    /// <summary>The group and the path inside its root, by command name.</summary>
    internal static SortedDictionary<string, ShimCommand> Choose(
        ManifestSource source, Lock locked, LockedTarget target, IReadOnlyDictionary<string, RealisedRoot> roots, List<Diagnostic> problems)
    {
        var chosen = new SortedDictionary<string, ShimCommand>(StringComparer.Ordinal);
        var warned = new HashSet<(string, string)>();
        foreach (var (group, packages) in target.Groups)
        {
            foreach (var (id, package) in packages.Install)
            {
                var priority = source.Manifest.Install.TryGetValue(id, out var request) ? request.Priority : 5;
                foreach (var part in PartsOf(package, packages, locked))
                {
                    foreach (var command in roots[group].Commands.GetValueOrDefault(part, []))
                        Offer(source, chosen, new ShimCommand(group, command, id, part, priority), warned, problems);
                }
            }
        }

        return chosen;
    }

    // Debian's `python3` has no `python3` and `whisper.cpp` no program at all: they are in `python3-minimal` and `whisper.cpp-tools`, which
    // are built from the same source, and so lie in the same directory of the pool.
    private static IEnumerable<string> PartsOf(string package, LockedGroup group, Lock locked)
    {
        if (!locked.Packages.TryGetValue(package, out var whole))
            return [package];
        return group.Packages.Where(id => id == package
            || (locked.Packages.TryGetValue(id, out var other) && other.Name.StartsWith($"{whole.Name}-", StringComparison.Ordinal)
                && Path.GetDirectoryName(other.Path) == Path.GetDirectoryName(whole.Path)));
    }

    private static void Offer(
        ManifestSource source, SortedDictionary<string, ShimCommand> chosen, ShimCommand offered, HashSet<(string, string)> warned,
        List<Diagnostic> problems)
    {
        var name = offered.Command[(offered.Command.LastIndexOf('/') + 1)..];
        if (!chosen.TryGetValue(name, out var present) || offered.Priority < present.Priority)
            chosen[name] = offered;
        else if (offered.Priority == present.Priority && offered.Package != present.Package && warned.Add((present.InstallId, offered.InstallId)))
            problems.Add(CompileDiagnostics.SameCommandTwice(source, name, present.InstallId, offered.InstallId));
    }
}
