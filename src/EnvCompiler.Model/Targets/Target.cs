using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Targets;

/// <summary>What a lock is solved for: <c>SYSTEM/ACCELERATOR</c>, e.g. <c>x86_64-linux/cpu</c>, <c>x86_64-linux/sm_90</c>.</summary>
/// <param name="System">Machine and kernel in Flox's spelling: <c>x86_64-linux</c> or <c>aarch64-linux</c>.</param>
/// <param name="Accelerator"><c>cpu</c>, <c>vulkan</c> or <c>sm_NN</c>.</param>
[JsonConverter(typeof(TargetJsonConverter))]
public sealed record Target(string System, string Accelerator)
{
    /// <summary>The Debian architecture of <see cref="System"/>: <c>amd64</c> or <c>arm64</c>.</summary>
    public string DebianArchitecture => System switch
    {
        "x86_64-linux" => "amd64",
        "aarch64-linux" => "arm64",
        _ => throw new InvalidOperationException($"no Debian architecture for {System}"),
    };

    /// <summary>The SM of <c>sm_NN</c>; null for other accelerators.</summary>
    public SmVersion? Sm => SmVersion.TryParse(Accelerator, out var sm) ? sm : null;

    /// <summary>Parses <c>SYSTEM/ACCELERATOR</c>.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Target? target)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        target = slash > 0 && slash < text.Length - 1 ? new Target(text[..slash], text[(slash + 1)..]) : null;
        return target is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{System}/{Accelerator}";

    private sealed class TargetJsonConverter : JsonConverter<Target>
    {
        public override Target Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            TryParse(reader.GetString() ?? "", out var target) ? target : throw new JsonException("not a target");

        public override void Write(Utf8JsonWriter writer, Target value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.ToString());
    }
}
