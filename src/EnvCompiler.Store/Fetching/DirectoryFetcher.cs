using System.Security.Cryptography;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Fetching;

/// <summary>Brings artifacts of native catalogs into the store: out of a directory, by their hash.</summary>
/// <param name="store">The store.</param>
/// <param name="files">Where to write.</param>
/// <param name="catalogs">Absolute directories by catalog.</param>
internal sealed class DirectoryFetcher(StoreLayout store, IFileOperations files, IReadOnlyDictionary<string, string> catalogs)
{
    private const int BufferSize = 128 * 1024;

    /// <summary>Copies one artifact, unless the store has it.</summary>
    /// <param name="package">What.</param>
    /// <param name="workspace">Where it is written before its rename into the store.</param>
    /// <param name="progress">Told of bytes as they are copied.</param>
    /// <returns>Null when the artifact is in the store, otherwise why it is not.</returns>
    public Diagnostic? Fetch(LockedPackage package, StoreWorkspace workspace, IProgress<long> progress)
    {
        var place = store.Artifact(package.Sha256);
        if (ArtifactVerifier.Matches(place, package.Size, package.Sha256))
        {
            progress.Report(package.Size);
            return null;
        }

        if (!catalogs.TryGetValue(package.Catalog, out var directory))
            return StoreDiagnostics.NoCatalogArtifact(package, $"the manifest has no native catalog `{package.Catalog}`");
        var source = Path.Combine(directory, package.Path);
        if (!Path.Exists(source) || !FileOwner.Of(source).IsRegularFile)
            return StoreDiagnostics.NoCatalogArtifact(package, $"`{source}` is {(Path.Exists(source) ? "not a regular file" : "not there")}");
        var temporary = workspace.Path(package.Sha256 + ".artifact");
        if (Copy(source, temporary, package.Size, progress) is var sha256 && sha256 != package.Sha256)
            return StoreDiagnostics.NoCatalogArtifact(package, $"`{source}` has other bytes than the lock names");
        StoreModes.Enforce(files, temporary, StoreModes.Plain);
        new FileWriter(files).EnsureDirectory(Path.GetDirectoryName(place)!);
        files.Rename(temporary, place);
        return null;
    }

    // One byte more than promised is enough to know that it is another file.
    private string Copy(string source, string target, long size, IProgress<long> progress)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var input = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var output = files.CreateNew(target, StoreModes.Plain);
        var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
        var copied = 0L;
        for (int count; copied <= size && (count = input.Read(buffer)) > 0; copied += count)
        {
            output.Write(buffer.AsSpan(0, count));
            hash.AppendData(buffer, 0, count);
            progress.Report(count);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
