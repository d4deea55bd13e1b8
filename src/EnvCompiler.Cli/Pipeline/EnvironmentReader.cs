using System.Threading;
using EnvCompiler.Cli.Pipeline.Including;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Reads an environment. This is where a manifest and what its lock has pinned become the composed manifest that everything else works on.</summary>
/// <param name="context">The machine's services.</param>
/// <param name="layout">The environment.</param>
internal sealed class EnvironmentReader(CliContext context, EnvironmentLayout layout)
{
    /// <summary>Manifest and lock, composed where the lock has what is included.</summary>
    internal async Task<Result<EnvironmentFiles>> ReadAsync(CancellationToken cancellation)
    {
        var read = await ReadApartAsync(cancellation);
        if (!read.TryGet(out var files) || files.Source is not null)
            return read;
        if (!files.Text.ReadIncludes().TryGet(out var requests, out var problems))
            return Result<EnvironmentFiles>.Failure(problems);
        return IncludeRequest.ArePinnedBy(requests, files.Lock?.Include) ? Compose(files, files.Lock?.Include) : files;
    }

    /// <summary>Manifest and lock; composed only where nothing is included.</summary>
    // Both files at once: for the most frequent command, one that finds nothing to do, reading them is a third of the work.
    internal async Task<Result<EnvironmentFiles>> ReadApartAsync(CancellationToken cancellation)
    {
        var readingLock = Task.Run(ReadLock, cancellation);
        var manifest = File.ReadAllBytes(layout.Manifest);
        var text = ManifestText.Parse(ShownPath.Of(layout.Manifest), manifest);
        var alone = text.HasIncludes ? null : ManifestReader.Read(text, included: null);
        var (read, lockBytes) = await readingLock;
        Lock? locked = null;
        if (alone is { Ok: false })
            return Result<EnvironmentFiles>.Failure(alone.Diagnostics);
        if (read is not null && !read.TryGet(out locked, out var problems))
            return Result<EnvironmentFiles>.Failure(problems);
        var files = new EnvironmentFiles(text, manifest, locked, lockBytes);
        return alone is null ? files : Result<EnvironmentFiles>.Success(files with { Source = alone.Value }, alone.Diagnostics);
    }

    /// <summary>What is read, composed: with what the lock has, and what it lacks fetched.</summary>
    /// <param name="files">What is read.</param>
    /// <param name="renews">Whether an include is read anew though the lock has it, by its name; null for none.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<Result<EnvironmentFiles>> ComposeAsync(EnvironmentFiles files, Func<string, bool>? renews, CancellationToken cancellation)
    {
        if (files.Source is not null && renews is null)
            return files;
        var fetcher = new IncludeFetcher(context, layout);
        return (await fetcher.PinAsync(files.Text, files.Lock?.Include, renews ?? (_ => false), cancellation)).TryGet(out var pins, out var problems)
            ? Compose(files, pins.Count > 0 ? pins : null)
            : Result<EnvironmentFiles>.Failure(problems);
    }

    /// <summary>What is read, composed with these.</summary>
    /// <param name="files">What is read.</param>
    /// <param name="included">What the manifest includes; null for nothing.</param>
    internal static Result<EnvironmentFiles> Compose(EnvironmentFiles files, IReadOnlyList<LockedInclude>? included) =>
        ManifestReader.Read(files.Text, included).TryGet(out var source, out var problems)
            ? Result<EnvironmentFiles>.Success(files with { Source = source, Included = included }, problems)
            : Result<EnvironmentFiles>.Failure(problems);

    private (Result<Lock>? Lock, byte[] Bytes) ReadLock()
    {
        if (!File.Exists(layout.Lock))
            return (null, []);
        var bytes = File.ReadAllBytes(layout.Lock);
        return (LockFile.Read(ShownPath.Of(layout.Lock), bytes), bytes);
    }
}
