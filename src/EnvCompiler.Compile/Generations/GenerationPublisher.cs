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
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ReadAndExecute = ReadOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    internal const string TemporaryPrefix = ".tmp-";

    /// <summary>Makes the content live: as the live generation, when that has the same content; as a new one otherwise.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="files">What <see cref="GenerationCompiler"/> gave.</param>
    /// <param name="origin">Who does this.</param>
    public PublishedGeneration Publish(EnvironmentLock held, GenerationFiles files, PublishOrigin origin)
    {
        var layout = held.Layout;
        var live = GenerationNumbers.Live(layout);
        var content = files.Files["generation.json"].Content;
        if (live is { } number && HasContent(layout, number, content))
            return new PublishedGeneration(number, layout.Generation(number), IsNew: false);

        held.Writer.EnsureDirectory(layout.Generations);
        SweepTemporaries(held);
        // A crash may have left a complete generation that never became live.
        var last = GenerationNumbers.Last(layout);
        var next = last > 0 && last != live && HasContent(layout, last, content) ? last : Math.Max(last, new GenerationHistory(layout).Last()) + 1;
        if (next != last)
            Write(held, files, next);
        GenerationSwitcher.MakeLive(held, next, live, HistoryKind.Build, origin, time.GetUtcNow());
        return new PublishedGeneration(next, layout.Generation(next), IsNew: true);
    }

    private static void Write(EnvironmentLock held, GenerationFiles files, int number)
    {
        var (layout, operations) = (held.Layout, held.Writer.Operations);
        var temporary = Path.Combine(layout.Generations, $"{TemporaryPrefix}{Environment.ProcessId}-{number}");
        foreach (var (path, file) in files.Files)
        {
            var target = Path.Combine(temporary, path);
            held.Writer.EnsureDirectory(Path.GetDirectoryName(target)!);
            using var written = operations.CreateNew(target, file.Executable ? ReadAndExecute : ReadOnly);
            written.Write(file.Content);
        }

        operations.SyncFileSystem(temporary);
        operations.Rename(temporary, layout.Generation(number));
        operations.SyncDirectory(layout.Generations);
    }

    private static bool HasContent(EnvironmentLayout layout, int number, byte[] generationJson)
    {
        var path = Path.Combine(layout.Generation(number), "generation.json");
        return File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(generationJson);
    }

    private static void SweepTemporaries(EnvironmentLock held)
    {
        foreach (var left in Directory.EnumerateDirectories(held.Layout.Generations, TemporaryPrefix + "*"))
            DirectoryTree.Delete(held.Writer.Operations, left);
    }
}
