namespace EnvCompiler.Debian.Tests.Judges;

/// <summary>A package that dose-debcheck cannot install.</summary>
/// <param name="Name">Package name.</param>
/// <param name="Version">Full version.</param>
/// <param name="Blamed">Names in the reasons: what is missing, and both sides of a conflict.</param>
internal sealed record BrokenPackage(string Name, string Version, IReadOnlyList<string> Blamed)
{
    // A dependency reads `NAME:ARCHITECTURE (OP VERSION) | …`.
    private static readonly string[] BlamingKeys = ["unsat-dependency: ", "unsat-conflict: "];

    /// <summary>One entry of dose's report.</summary>
    internal static BrokenPackage Parse(string entry)
    {
        var lines = entry.Split('\n').Select(line => line.Trim()).ToList();
        var blamed = lines.SelectMany(line => BlamingKeys.Where(key => line.StartsWith(key, StringComparison.Ordinal)).Select(key => line[key.Length..]))
            .SelectMany(dependency => dependency.Split(" | "))
            .Select(relation => relation.Split(' ')[0].Split(':')[0]);
        return new BrokenPackage(Value("package: "), Value("version: "), [.. blamed.Distinct(StringComparer.Ordinal)]);

        string Value(string key) => lines.Find(line => line.StartsWith(key, StringComparison.Ordinal))![key.Length..];
    }
}
