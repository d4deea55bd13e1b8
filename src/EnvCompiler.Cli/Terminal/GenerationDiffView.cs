using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Cli.Terminal;

/// <summary>What two generations differ in, a table each for packages, models, variables, services and files; no table where nothing differs.</summary>
internal static class GenerationDiffView
{
    /// <summary>Tables to standard output; to standard error that nothing differs.</summary>
    public static void Write(UserInterface userInterface, GenerationDiff diff)
    {
        var tables = new List<List<string[]>>
        {
            Table(["PACKAGE", "FROM", "TO", "SIZE", "GROUP", "TARGET"], diff.Packages, Row),
            Table(["TARGET", "FROM", "TO"], diff.Sizes, size => [size.Target, ByteSize.Of(size.From), ByteSize.Of(size.To)]),
            Table(["MODEL", "FROM", "TO"], diff.Models, Row),
            Table(["VARIABLE", "FROM", "TO"], diff.Vars, Row),
            Table(["SERVICE", "CHANGE", "WHAT", "TARGET"], diff.Services, service => [service.Service, Text(service.Change), string.Join(", ", service.Keys), service.Target]),
            Table(["FILE", "CHANGE"], diff.Files, file => [file.Name, Text(file.Change)]),
        };
        tables.RemoveAll(table => table.Count == 1);
        if (tables.Count == 0)
            userInterface.Say($"generations {diff.From} and {diff.To} do not differ");
        foreach (var (index, table) in tables.Index())
        {
            if (index > 0)
                userInterface.Output.WriteLine();
            TextTable.Write(userInterface.Output, table);
        }
    }

    private static List<string[]> Table<T>(string[] header, IReadOnlyList<T> items, Func<T, string[]> row) => [header, .. items.Select(row)];

    private static string[] Row(LockChange change) =>
    [
        change.Package, LockChangesView.Shown(change.From, change.FromBuild), LockChangesView.Shown(change.To, change.ToBuild),
        (change.FromSize, change.ToSize) switch
        {
            ({ } from, { } to) => $"{ByteSize.Of(from)} → {ByteSize.Of(to)}",
            ({ } from, null) => $"-{ByteSize.Of(from)}",
            (_, { } to) => $"+{ByteSize.Of(to)}",
            _ => "",
        },
        change.Group, change.Target,
    ];

    private static string[] Row(NamedChange change) => [change.Name, change.From ?? "-", change.To ?? "-"];

    private static string Text(Change change) => change switch { Change.Added => "added", Change.Removed => "removed", _ => "changed" };
}
