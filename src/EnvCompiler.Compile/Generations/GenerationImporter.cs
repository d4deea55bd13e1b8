using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// Brings generations of elsewhere in, under their own numbers. Nothing becomes live by it. Each appears whole by a rename, and then their lines of the
/// history by another; after a crash in between, doing the same again adds what is missing.
/// </summary>
public static class GenerationImporter
{
    /// <summary>Adds what is not there yet.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="generations">By number, what <see cref="GenerationCompiler"/> makes of them here. A number that is taken is taken by the same generation.</param>
    /// <param name="entries">How they came about, and those before them that are not there any more; in order of their numbers.</param>
    public static void Import(EnvironmentLock held, IReadOnlyDictionary<int, GenerationFiles> generations, IReadOnlyList<HistoryEntry> entries)
    {
        var layout = held.Layout;
        held.Writer.EnsureDirectory(layout.Generations);
        var present = GenerationNumbers.All(layout).ToHashSet();
        foreach (var (number, files) in generations.Where(each => !present.Contains(each.Key)).OrderBy(each => each.Key))
            GenerationWriter.Write(held, files, number);

        var history = new GenerationHistory(layout);
        var known = history.Read().Select(entry => entry.Generation).ToHashSet();
        var added = entries.Where(entry => !known.Contains(entry.Generation)).ToArray();
        if (added.Length > 0)
            history.Insert(held, GenerationNumbers.Live(layout), added);
    }
}
