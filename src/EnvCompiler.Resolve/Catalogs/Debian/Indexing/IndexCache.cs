using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>
/// Parsed indexes in the store, <c>indexes/packages/SHA256.vFORMAT</c>, named by the Packages file they were made of. They appear by
/// one rename; two writers of one name write the same bytes. There is no fsync, which would cost a seventh of the whole load: after a
/// power cut a file may be short, but then its header says so and it is made again.
/// </summary>
internal sealed class IndexCache(StoreLayout store, IFileOperations files, TimeProvider time)
{
    private const string TemporaryMark = ".tmp-";

    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    internal IndexImage? Find(string sha256) =>
        MappedMemory.TryOpen(PathOf(sha256)) is { } memory ? IndexImage.TryOpen(memory.Memory) : null;

    internal void Store(string sha256, IndexBuilder image)
    {
        var path = PathOf(sha256);
        var directory = Path.GetDirectoryName(path)!;
        new FileWriter(files).EnsureDirectory(directory);
        SweepTemporaries(directory);
        var temporary = $"{path}{TemporaryMark}{Guid.NewGuid():N}";
        try
        {
            using (var file = files.CreateNew(temporary, FileWriter.Readable))
                image.Write(file.Write);
            files.Rename(temporary, path);
        }
        catch (IOException)
        {
            files.Unlink(temporary);
            throw;
        }
    }

    // What a killed writer left; a living one needs seconds.
    private void SweepTemporaries(string directory)
    {
        foreach (var left in Directory.EnumerateFiles(directory, $"*{TemporaryMark}*"))
        {
            if (time.GetUtcNow().UtcDateTime - File.GetLastWriteTimeUtc(left) > LongestWrite)
                files.Unlink(left);
        }
    }

    private string PathOf(string sha256) => Path.Combine(store.Indexes, "packages", $"{sha256}.v{IndexImage.FormatVersion}");
}
