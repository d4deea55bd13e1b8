using EnvCompiler.Run.Gpu.Vulkan;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Gpu.Vulkan;

/// <summary>A host as files: GPUs in <c>/sys</c> and <c>/proc</c>, their nodes, and drivers' files.</summary>
internal sealed class FakeHost : IDisposable
{
    private readonly TemporaryDirectory files = new();

    internal string Path => files.Path;

    internal Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal) { ["HOME"] = "/home/person" };

    internal HashSet<string> Closed { get; } = new(StringComparer.Ordinal);

    public void Dispose() => files.Dispose();

    internal void Write(string path, string text) => files.Write(path, text);

    /// <summary>A GPU of the kernel's DRM; <paramref name="hasNode"/> is false in a container that was not given it.</summary>
    internal void AddRenderNode(int minor, string vendor, string device, string pci, string? kernelDriver, bool hasNode = true)
    {
        var folder = $"sys/devices/pci0000:00/{pci}";
        files.Write($"{folder}/vendor", $"0x{vendor}\n");
        files.Write($"{folder}/device", $"0x{device}\n");
        if (kernelDriver is not null)
            File.CreateSymbolicLink(files.File(folder, "driver"), $"../../../bus/pci/drivers/{kernelDriver}");
        Directory.CreateDirectory(files.File("sys/class/drm", $"renderD{minor}"));
        File.CreateSymbolicLink(files.File("sys/class/drm", $"renderD{minor}", "device"), $"../../../devices/pci0000:00/{pci}");
        if (hasNode)
            files.Write($"dev/dri/renderD{minor}", "");
    }

    /// <summary>A GPU of NVIDIA's kernel module.</summary>
    internal void AddNvidia(int minor, string pci, string name, string device, bool hasNode = true)
    {
        files.Write($"proc/driver/nvidia/gpus/{pci}/information", $"Model: \t\t {name}\nBus Location: \t {pci}\nDevice Minor: \t {minor}\n");
        files.Write($"sys/bus/pci/devices/{pci}/device", $"0x{device}\n");
        if (hasNode)
            files.Write($"dev/nvidia{minor}", "");
    }

    /// <summary>NVIDIA's user-space driver in <c>/usr/local/nvidia</c>, with or without the file for Vulkan.</summary>
    internal void AddNvidiaDriver(bool hasVulkan)
    {
        var machine = File.ReadAllBytes("/proc/self/exe").AsSpan(0, 64).ToArray();
        Directory.CreateDirectory(files.File("usr/local/nvidia/lib64"));
        File.WriteAllBytes(files.File("usr/local/nvidia/lib64/libcuda.so.1"), machine);
        if (hasVulkan)
            AddDriverFile("usr/share/vulkan/icd.d/nvidia_icd.json", "libGLX_nvidia.so.0", "1.4.312");
    }

    internal void AddDriverFile(string path, string library, string version) =>
        files.Write(path, $$"""{ "file_format_version": "1.0.0", "ICD": { "library_path": "{{library}}", "api_version": "{{version}}" } }""");

    internal IReadOnlyList<VulkanDevice> Find() =>
        new VulkanFiles(Path, Variables, node => !Closed.Contains(node[Path.Length..])).Find();
}
