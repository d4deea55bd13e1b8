using System.Text.Json;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Cli.Terminal;

/// <summary>What a new lock changes, as data and in a sentence.</summary>
internal static class LockChangesView
{
    /// <summary>A row a package, or a JSON array; nothing where nothing changed, but for JSON's empty array.</summary>
    public static void Write(TextWriter output, IReadOnlyList<LockChange> changes, bool asJson)
    {
        if (asJson)
            output.WriteLine(JsonSerializer.Serialize([.. changes], CliJson.Default.LockChangeArray));
        else if (changes.Count > 0)
            TextTable.Write(output, [["PACKAGE", "FROM", "TO", "GROUP", "TARGET"], .. changes.Select(Row)]);
    }

    /// <summary><c>2 added, 1 removed, 3 changed</c>; parts that are none are left out.</summary>
    public static string Count(IReadOnlyList<LockChange> changes)
    {
        var added = changes.Count(change => change.From is null);
        var removed = changes.Count(change => change.To is null);
        (int Count, string Verb)[] parts = [(added, "added"), (removed, "removed"), (changes.Count - added - removed, "changed")];
        return string.Join(", ", parts.Where(part => part.Count > 0).Select(part => $"{part.Count} {part.Verb}"));
    }

    private static string[] Row(LockChange change) => [change.Package, Shown(change.From, change.FromBuild), Shown(change.To, change.ToBuild), change.Group, change.Target];

    /// <summary>A version with its build, <c>-</c> for none.</summary>
    public static string Shown(string? version, string? build) => build is null ? version ?? "-" : $"{version} {build}";
}
