using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>
/// The config of envc's artifacts: that of an image with no file system (image-spec, config.md), whose labels are the manifest's annotations. An artifact needs none, but
/// <c>skopeo inspect</c> and what registries show of a tag read images only.
/// </summary>
internal static class ArtifactConfig
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The blob.</summary>
    internal static BlobContent Of(SortedDictionary<string, string> annotations)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            if (annotations.TryGetValue(Annotations.Created, out var created))
                writer.WriteString("created", created);
            // Of no processor: nothing in it is run.
            writer.WriteString("architecture", "unknown");
            writer.WriteString("os", "unknown");
            writer.WriteStartObject("config");
            writer.WriteStartObject("Labels");
            foreach (var (key, value) in annotations)
                writer.WriteString(key, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("rootfs");
            writer.WriteString("type", "layers");
            writer.WriteStartArray("diff_ids");
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return BlobContent.Of(MediaTypes.ImageConfig, buffer.WrittenSpan.ToArray());
    }
}
