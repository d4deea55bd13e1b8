using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Run.Gpu;

/// <summary>What the NVIDIA kernel module tells in files: enough to say that there are GPUs where none of the driver's libraries can be loaded.</summary>
/// <param name="root"><c>/</c>; another place in tests.</param>
internal sealed class KernelModule(string root)
{
    private const string GpuFolder = "proc/driver/nvidia/gpus";

    /// <summary>The driver's version, or null without the module.</summary>
    internal string? Version()
    {
        var file = Path.Combine(root, "sys/module/nvidia/version");
        return File.Exists(file) ? File.ReadAllText(file).Trim() : null;
    }

    /// <summary>Names, ids and, as far as the name tells, SMs, in the order of PCI ids.</summary>
    internal IReadOnlyList<GpuDevice> Devices()
    {
        var folder = Path.Combine(root, GpuFolder);
        if (!Directory.Exists(folder))
            return [];
        var files = Directory.GetDirectories(folder).Order(StringComparer.Ordinal).Select(gpu => Path.Combine(gpu, "information")).Where(File.Exists);
        return [.. files.Select((file, index) => Parse(File.ReadAllLines(file), index))];
    }

    /// <summary>Where programs open the GPU with this PCI id (<c>/dev/nvidia0</c>), or null.</summary>
    internal string? NodeOf(string pciId)
    {
        // The domain has four digits here.
        var file = Path.Combine(root, GpuFolder, pciId.ToLowerInvariant()[4..], "information");
        return File.Exists(file) && Value(File.ReadAllLines(file), "Device Minor") is { } minor ? $"/dev/nvidia{minor}" : null;
    }

    // Model: \t\t NVIDIA H200
    private static string? Value(string[] lines, string key) =>
        Array.Find(lines, line => line.StartsWith(key + ":", StringComparison.Ordinal))?[(key.Length + 1)..].Trim();

    private static GpuDevice Parse(string[] lines, int index)
    {
        var name = Value(lines, "Model");
        return new GpuDevice
        {
            Index = index,
            Name = name,
            // Question marks until a program has used the GPU for the first time.
            Uuid = Value(lines, "GPU UUID") is { } uuid && !uuid.Contains('?', StringComparison.Ordinal) ? uuid : null,
            PciId = Value(lines, "Bus Location") is { } pci ? $"0000{pci}" : null,
            Sm = name is null ? null : GpuModels.Find(name),
        };
    }
}
