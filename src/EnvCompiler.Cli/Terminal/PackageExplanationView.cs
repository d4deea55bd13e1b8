using EnvCompiler.Resolve.Explaining;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Why packages are in a lock, and why in these versions and builds; targets with the same answer share it.</summary>
internal static class PackageExplanationView
{
    /// <summary>Writes the answers.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ExplainedPackage> explained)
    {
        foreach (var alike in explained.GroupBy(package => (Head(package), string.Join('\n', Lines(package)))))
        {
            output.WriteLine($"{alike.Key.Item1} for {string.Join(", ", alike.Select(package => package.Target))}");
            if (alike.Key.Item2.Length > 0)
                output.WriteLine(alike.Key.Item2);
        }
    }

    private static string Head(ExplainedPackage package) => $"{package.Package} {package.Version} of {package.Suite}, in the group {package.Group}";

    private static IEnumerable<string> Lines(ExplainedPackage package)
    {
        if (package.Steps.Count == 0)
            yield return "  the catalogs do not have this version any more, so what needed it is not known";
        for (var step = 0; step < package.Steps.Count; step++)
            yield return $"{new string(' ', 2 * (step + 1))}{package.Steps[step]}";
        foreach (var other in package.Rejected)
            yield return $"  not {other.Version} of {other.Suite}: {other.Because}";
        if (package.Builds is not { } builds)
            yield break;
        yield return builds.Chosen is { } chosen ? $"  build {chosen.Build}: {chosen.Because}{Jit(chosen)}" : "  the catalog does not have its build any more";
        foreach (var line in Group("runs best", builds.RunBest).Concat(Group("runs", builds.Run)).Concat(Group("cannot run", builds.CannotRun)))
            yield return line;
    }

    private static IEnumerable<string> Group(string title, IReadOnlyList<ExplainedBuild> builds) =>
        builds.Count == 0 ? [] : [$"  {title}:", .. builds.Select(build => $"    {build.Version} {build.Build}: {build.Because}{Jit(build)}")];

    private static string Jit(ExplainedBuild build) => build.PtxSize is { } size ? $" ({ByteSize.Of(size)} of PTX)" : "";
}
