using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Store.Imaging;

/// <summary>Remembers which layers an image is made of, so that building it again costs reading one file.</summary>
/// <param name="store">The store.</param>
/// <param name="files">All writes go through it.</param>
/// <param name="layers">Its layers.</param>
public sealed class ImageCache(StoreLayout store, IFileOperations files, LayerStore layers)
{
    /// <summary>The image of a key; null where it was not built, a layer is gone, or what is here cannot be read.</summary>
    public ImageRecord? TryRead(string key)
    {
        var path = Path.Combine(store.Images, key);
        if (!File.Exists(path))
            return null;
        try
        {
            var record = JsonSerializer.Deserialize(File.ReadAllBytes(path), StoreJson.Default.ImageRecord);
            return record?.Layers.All(layer => layers.TryOpen(layer.Key) is not null) == true ? record : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps it.</summary>
    public void Write(string key, ImageRecord record)
    {
        var writer = new FileWriter(files);
        writer.EnsureDirectory(store.Images);
        writer.Replace(Path.Combine(store.Images, key), JsonSerializer.SerializeToUtf8Bytes(record, StoreJson.Default.ImageRecord));
    }
}
