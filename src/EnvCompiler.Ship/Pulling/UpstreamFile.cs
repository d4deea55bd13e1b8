using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Ship.Artifacts;

namespace EnvCompiler.Ship.Pulling;

/// <summary>Remembers the repository of an environment.</summary>
/// <param name="layout">The environment.</param>
public sealed class UpstreamFile(EnvironmentLayout layout)
{
    /// <summary>What is remembered; null where nothing is.</summary>
    /// <exception cref="IOException">The file is not what envc wrote.</exception>
    public Upstream? Read()
    {
        if (!File.Exists(layout.Upstream))
            return null;
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(layout.Upstream), ShipJson.Default.Upstream);
        }
        catch (JsonException e)
        {
            throw new IOException($"`{layout.Upstream}`: {e.Message}", e);
        }
    }

    /// <summary>Remembers.</summary>
    public void Write(FileWriter writer, Upstream upstream)
    {
        if (Read() != upstream)
            writer.Replace(layout.Upstream, [.. JsonSerializer.SerializeToUtf8Bytes(upstream, ShipJson.Readable.Upstream), (byte)'\n']);
    }
}
