using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Store.Collecting;

namespace EnvCompiler.Cli.Terminal;

/// <summary>What a collection removed: counts and sizes to standard output, a sentence to standard error.</summary>
internal static class GarbageView
{
    /// <summary>No table where nothing was to be removed.</summary>
    public static void Write(UserInterface userInterface, GarbageReport report)
    {
        foreach (var gone in report.Gone)
            userInterface.Say($"the environment in `{gone}` is gone, and does not count any more");
        var rows = new List<string[]> { (string[])["WHAT", "COUNT", "SIZE"] };
        foreach (var together in report.Generations.GroupBy(generation => generation.Environment))
            rows.Add([$"generations of {together.Key}", $"{together.Count()}", ""]);
        foreach (var (kind, name) in (ReadOnlySpan<(string, string)>)[(CollectedItem.Root, "roots"), (CollectedItem.Layer, "layers of images"), (CollectedItem.Launcher, "launchers of units"), (CollectedItem.UnitRoot, "roots of units"), (CollectedItem.Object, "objects"), (CollectedItem.Artifact, "artifacts"), (CollectedItem.Inspection, "inspections"), (CollectedItem.Index, "indexes")])
        {
            var items = report.Items.Where(item => item.Kind == kind).ToList();
            if (items.Count > 0)
                rows.Add([name, $"{items.Count}", ByteSize.Of(items.Sum(item => item.Bytes))]);
        }

        if (rows.Count > 1)
            TextTable.Write(userInterface.Output, rows);
        userInterface.Say(rows.Count == 1 ? "nothing to remove" : report.IsDryRun ? $"{ByteSize.Of(report.Bytes)} would be free" : $"{ByteSize.Of(report.Bytes)} are free");
    }
}
