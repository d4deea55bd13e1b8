using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>
/// Parsed indexes in the store, <c>indexes/packages/SHA256.vFORMAT</c>, named by the Packages file they were made of. They appear by
/// one rename; two writers of one name write the same bytes.
/// </summary>
internal sealed class IndexCache(StoreLayout store, IFileOperations files)
{
    internal IndexImage? Find(string sha256) =>
        MappedMemory.TryOpen(PathOf(sha256)) is { } memory ? IndexImage.TryOpen(memory.Memory) : null;

    internal void Store(string sha256, byte[] image)
    {
        var path = PathOf(sha256);
        var writer = new FileWriter(files);
        writer.EnsureDirectory(Path.GetDirectoryName(path)!);
        writer.Replace(path, image);
    }

    private string PathOf(string sha256) => Path.Combine(store.Indexes, "packages", $"{sha256}.v{IndexImage.FormatVersion}");
}
