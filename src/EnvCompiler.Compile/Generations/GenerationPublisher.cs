using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// Makes compiled generations live. The order of its steps is what a crash may interrupt anywhere: the files, then the generation's
/// rename into place, then the line of the history, then the rename of <c>current</c>, which alone decides what is live. A last line that
/// <c>current</c> does not confirm is dropped by the next writer.
/// </summary>
/// <param name="time">Clock of the history.</param>
public sealed class GenerationPublisher(TimeProvider time)
{
    private const string Record = "generation.json";

    /// <summary>Makes the content live: as the live generation, when that has the same content; as a new one otherwise.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="files">What <see cref="GenerationCompiler"/> gave.</param>
    /// <param name="origin">Who does this.</param>
    public PublishedGeneration Publish(EnvironmentLock held, GenerationFiles files, PublishOrigin origin)
    {
        var layout = held.Layout;
        var live = GenerationNumbers.Live(layout);
        if (live is { } number && HasContent(layout, number, files))
            return new PublishedGeneration(number, layout.Generation(number), IsNew: false);

        held.Writer.EnsureDirectory(layout.Generations);
        // A crash may have left a complete generation that never became live.
        var last = GenerationNumbers.Last(layout);
        var next = last > 0 && last != live && HasContent(layout, last, files) ? last : Math.Max(last, new GenerationHistory(layout).Last()) + 1;
        if (next != last)
            GenerationWriter.Write(held, files, next);
        GenerationSwitcher.MakeLive(held, next, live, HistoryKind.Build, origin, time.GetUtcNow());
        return new PublishedGeneration(next, layout.Generation(next), IsNew: true) { Damaged = live is { } before && HasFile(layout, before, Record, files) ? before : null };
    }

    // Its record names all others by what they are; a disk, or a hand, may have changed them since.
    private static bool HasContent(EnvironmentLayout layout, int number, GenerationFiles files) =>
        HasFile(layout, number, Record, files) && files.Files.Keys.All(path => HasFile(layout, number, path, files));

    private static bool HasFile(EnvironmentLayout layout, int number, string path, GenerationFiles files)
    {
        var place = Path.Combine(layout.Generation(number), path);
        return File.Exists(place) && File.ReadAllBytes(place).AsSpan().SequenceEqual(files.Files[path].Content);
    }
}
