using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>Remembers which layers an image is made of, so that building it again costs reading one file.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
public sealed class ImageCache(StoreLayout store, IFileOperations files)
{
    /// <summary>The image of a key; null where it was not built, or a layer is gone.</summary>
    public ImageRecord? TryRead(string key)
    {
        var path = Path.Combine(store.Images, key);
        if (!File.Exists(path))
            return null;
        var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.ImageRecord);
        return record?.Layers.All(layer => Directory.Exists(store.Layer(layer.Key))) == true ? record : null;
    }

    /// <summary>Keeps it.</summary>
    public void Write(string key, ImageRecord record)
    {
        var writer = new FileWriter(files);
        writer.EnsureDirectory(store.Images);
        writer.Replace(Path.Combine(store.Images, key), JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.ImageRecord));
    }
}
