using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Activation;

/// <summary>Which commands a target offers: those of requested packages, not of their dependencies or of base packages.</summary>
internal static class Shims
{
    /// <summary>The group and the path inside its root, by command name.</summary>
    internal static SortedDictionary<string, ShimCommand> Choose(
        ManifestSource source, LockedTarget target, IReadOnlyDictionary<string, RealisedRoot> roots, List<Diagnostic> problems)
    {
        var chosen = new SortedDictionary<string, ShimCommand>(StringComparer.Ordinal);
        var warned = new HashSet<(string, string)>();
        foreach (var (group, locked) in target.Groups)
        {
            foreach (var (id, package) in locked.Install)
            {
                if (!roots[group].Commands.TryGetValue(package, out var commands))
                    continue;
                var priority = source.Manifest.Install.TryGetValue(id, out var request) ? request.Priority : 5;
                foreach (var command in commands)
                    Offer(source, chosen, new ShimCommand(group, command, id, package, priority), warned, problems);
            }
        }

        return chosen;
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
