using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Images;

/// <summary>The config of an image (image-spec, config.md). Pure: nothing of host or time is in it.</summary>
public static class ImageConfigCompiler
{
    // Reproducible builds have no time of their own (image-spec: RFC 3339).
    private const string Created = "1970-01-01T00:00:00Z";

    /// <summary>Compiles.</summary>
    public static byte[] Compile(ImageConfigInput input)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("created", Created);
            json.WriteString("architecture", input.Target.DebianArchitecture);
            json.WriteString("os", "linux");
            json.WriteStartObject("config");
            WriteConfig(json, input);
            json.WriteEndObject();
            json.WriteStartObject("rootfs");
            json.WriteString("type", "layers");
            WriteTexts(json, "diff_ids", input.Layers.Select(layer => $"sha256:{layer.DiffId}"));
            json.WriteEndObject();
            json.WriteStartArray("history");
            foreach (var (_, title) in input.Layers)
            {
                json.WriteStartObject();
                json.WriteString("created", Created);
                json.WriteString("created_by", $"envc containerize: {title}");
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return bytes.ToArray();
    }

    private static void WriteConfig(Utf8JsonWriter json, ImageConfigInput input)
    {
        var config = input.Manifest.Containerize.Config;
        json.WriteString("User", input.User);
        WriteSet(json, "ExposedPorts", config.ExposedPorts.Select(port => port.Contains('/', StringComparison.Ordinal) ? port : $"{port}/tcp"));
        WriteTexts(json, "Env", Variables(input).Select(variable => $"{variable.Key}={variable.Value}"));
        WriteTexts(json, "Entrypoint", [ContainedLayout.Launcher, "foreground"]);
        if (config.Cmd.Count > 0)
            WriteTexts(json, "Cmd", config.Cmd);
        // What programs keep is outside of a root that is read-only.
        WriteSet(json, "Volumes", config.Volumes);
        json.WriteString("WorkingDir", config.WorkingDir ?? ContainedLayout.Project);
        json.WriteStartObject("Labels");
        foreach (var (name, value) in Labels(input))
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("StopSignal", config.StopSignal ?? "SIGTERM");
    }

    // NVIDIA's container toolkit reads its variables from the image. NVIDIA_VISIBLE_DEVICES is for whoever starts the container: said here it would give every GPU to a pod that asked for none.
    private static SortedDictionary<string, string> Variables(ImageConfigInput input)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOME"] = ContainedLayout.Cache,
            ["LANG"] = "C.UTF-8",
            ["PATH"] = ContainedLayout.Path,
        };
        if (input.Target.Sm is not null)
        {
            variables["NVIDIA_DRIVER_CAPABILITIES"] = "compute,utility";
            if (input.Manifest.Options.Promise.Driver is { } floor)
                variables["NVIDIA_REQUIRE_CUDA"] = $"driver>={floor}";
        }
        else if (input.Target.Accelerator == Accelerators.Vulkan)
        {
            variables["NVIDIA_DRIVER_CAPABILITIES"] = "compute,utility,graphics";
        }

        return variables;
    }

    private static SortedDictionary<string, string> Labels(ImageConfigInput input)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["org.opencontainers.image.title"] = input.Name,
            ["org.opencontainers.image.version"] = input.Generation.ToString(CultureInfo.InvariantCulture),
            ["org.opencontainers.image.revision"] = input.Revision,
        };
        if (input.Manifest.Description is { } description)
            labels["org.opencontainers.image.description"] = description;
        foreach (var (name, value) in input.Manifest.Containerize.Config.Labels)
            labels[name] = value;
        // A person may say their own revision, but not of which generation this is.
        labels[ImageLabels.Target] = input.Target.ToString();
        labels[ImageLabels.Generation] = input.Revision;
        return labels;
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    // A set is written as an object of empty objects.
    private static void WriteSet(Utf8JsonWriter json, string name, IEnumerable<string> elements)
    {
        var sorted = new SortedSet<string>(elements, StringComparer.Ordinal);
        if (sorted.Count == 0)
            return;
        json.WriteStartObject(name);
        foreach (var element in sorted)
        {
            json.WriteStartObject(element);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
