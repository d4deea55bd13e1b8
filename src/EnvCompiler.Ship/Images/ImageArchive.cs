using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Ship.Images;

/// <summary>A layout directory as one file (image-spec, image-layout.md): what <c>podman load</c>, <c>docker load</c> and <c>skopeo copy oci-archive:</c> read.</summary>
public static class ImageArchive
{
    /// <summary>Writes it, the same bytes for the same content.</summary>
    /// <param name="layout">A layout directory that nobody writes to.</param>
    /// <param name="output">Where to.</param>
    public static void Write(string layout, Stream output)
    {
        var directory = new DirectoryInfo(layout);
        var entries = new List<ImageEntry>();
        foreach (var info in directory.EnumerateFileSystemInfos("*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(layout, info.FullName);
            // Our lock beside it is no part of a layout.
            if (path.StartsWith('.'))
                continue;
            entries.Add(info is FileInfo file ? new ImageEntry.File(path, file.FullName, file.Length, IsProgram: false) : new ImageEntry.Directory(path));
        }

        using var buffered = new BufferedStream(output, 256 * 1024);
        new LayerTar(buffered).Write(entries);
    }
}
