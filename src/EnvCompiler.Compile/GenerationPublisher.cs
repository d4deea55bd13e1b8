using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile;

/// <summary>
/// Makes compiled generations live. The order of its steps is what a crash may interrupt anywhere: the files, then the generation's
/// rename into place, then the line of the history, then the rename of <c>current</c>, which alone decides what is live. A last line that
/// <c>current</c> does not confirm is dropped by the next writer.
/// </summary>
/// <param name="layout">The environment.</param>
/// <param name="writer">Writes.</param>
/// <param name="time">Clock of the history.</param>
public sealed class GenerationPublisher(EnvironmentLayout layout, FileWriter writer, TimeProvider time)
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private const UnixFileMode ReadAndExecute = ReadOnly | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
    private const string TemporaryPrefix = ".tmp-";

    private readonly GenerationHistory history = new(layout, writer);

    /// <summary>Makes the content live: as the live generation, when that has the same content; as a new one otherwise.</summary>
    /// <param name="files">What <see cref="GenerationCompiler"/> gave.</param>
    /// <param name="origin">Who does this.</param>
    /// <param name="onWait">Told once which process holds the writer lock, when one does.</param>
    /// <param name="cancellation">Ends the wait for the writer lock.</param>
    public async Task<PublishedGeneration> PublishAsync(
        GenerationFiles files, PublishOrigin origin, Action<string>? onWait, CancellationToken cancellation)
    {
        using var held = await LockAsync(onWait, cancellation);
        var live = GenerationNumbers.Live(layout);
        var content = files.Files["generation.json"].Content;
        if (live is { } number && HasContent(number, content))
            return new PublishedGeneration(number, layout.Generation(number), IsNew: false);

        writer.EnsureDirectory(layout.Generations);
        SweepTemporaries();
        history.DropUnconfirmed(live);
        // A crash may have left a complete generation that never became live.
        var last = GenerationNumbers.Last(layout);
        var next = last > 0 && last != live && HasContent(last, content) ? last : Math.Max(last, history.Last()) + 1;
        if (next != last)
            Write(files, next);
        Switch(next, live, "build", origin, content);
        return new PublishedGeneration(next, layout.Generation(next), IsNew: true);
    }

    /// <summary>Makes an older (or newer) generation live again.</summary>
    /// <returns>Its number, or ENVC0432 when there is none such.</returns>
    public async Task<Result<PublishedGeneration>> SwitchAsync(
        int number, PublishOrigin origin, Action<string>? onWait, CancellationToken cancellation)
    {
        using var held = await LockAsync(onWait, cancellation);
        var present = GenerationNumbers.All(layout);
        if (!present.Contains(number))
            return CompileDiagnostics.NoSuchGeneration(number, present);
        var live = GenerationNumbers.Live(layout);
        if (live != number)
        {
            history.DropUnconfirmed(live);
            Switch(number, live, "switch", origin, File.ReadAllBytes(Path.Combine(layout.Generation(number), "generation.json")));
        }

        return new PublishedGeneration(number, layout.Generation(number), IsNew: false);
    }

    private Task<FileLock> LockAsync(Action<string>? onWait, CancellationToken cancellation)
    {
        writer.EnsureDirectory(layout.State);
        return FileLock.AcquireAsync(layout.WriterLock, onWait, time, cancellation);
    }

    private void Write(GenerationFiles files, int number)
    {
        var operations = writer.Operations;
        var temporary = Path.Combine(layout.Generations, $"{TemporaryPrefix}{Environment.ProcessId}-{number}");
        foreach (var (path, file) in files.Files)
        {
            var target = Path.Combine(temporary, path);
            writer.EnsureDirectory(Path.GetDirectoryName(target)!);
            using var written = operations.CreateNew(target, file.Executable ? ReadAndExecute : ReadOnly);
            written.Write(file.Content);
        }

        operations.SyncFileSystem(temporary);
        operations.Rename(temporary, layout.Generation(number));
        operations.SyncDirectory(layout.Generations);
    }

    private void Switch(int number, int? live, string kind, PublishOrigin origin, byte[] content)
    {
        history.Append(new HistoryEntry
        {
            Kind = kind,
            Generation = number,
            Parent = live,
            Digest = Convert.ToHexStringLower(SHA256.HashData(content)),
            Time = time.GetUtcNow().ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
            Author = origin.Author,
            Host = origin.Host,
            Command = origin.Command,
        });
        writer.ReplaceSymlink(layout.Current, $"generations/{number}");
    }

    private bool HasContent(int number, byte[] generationJson)
    {
        var path = Path.Combine(layout.Generation(number), "generation.json");
        return File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(generationJson);
    }

    private void SweepTemporaries()
    {
        foreach (var left in Directory.EnumerateDirectories(layout.Generations, TemporaryPrefix + "*"))
            DirectoryTree.Delete(writer.Operations, left);
    }
}
