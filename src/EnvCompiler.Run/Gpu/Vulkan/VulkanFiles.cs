using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>
/// What files tell of Vulkan devices: the GPUs of the kernel's DRM, whose Vulkan drivers are Mesa's and come with a root; NVIDIA's, whose driver is
/// the host's and needs its file there; software drivers of the host.
/// </summary>
/// <param name="hostRoot">The host's <c>/</c>.</param>
/// <param name="variables">The caller's variables.</param>
/// <param name="mayOpen">Whether this user may open a device node.</param>
internal sealed class VulkanFiles(string hostRoot, IReadOnlyDictionary<string, string> variables, Func<string, bool> mayOpen)
{
    private const string Nvidia = "nvidia";
    private const string NvidiaVendor = "10de";

    // Where DriverSearch puts it for a root.
    private const string LoaderFolder = "/etc/vulkan/icd.d/";

    /// <summary>GPUs in the order of their nodes, NVIDIA's driver's last of them, then software.</summary>
    internal IReadOnlyList<VulkanDevice> Find()
    {
        var files = new IcdSearch(hostRoot, variables).Find();
        return [.. MesaDevices(files), .. NvidiaDevices(files), .. SoftwareDevices(files)];
    }

    private IEnumerable<VulkanDevice> MesaDevices(IReadOnlyList<IcdFile> files) =>
        RenderNodes.Find(hostRoot).Where(node => node.KernelDriver != Nvidia).Select(node => new VulkanDevice
        {
            Vendor = node.Vendor,
            Device = node.Device,
            PciId = node.PciId,
            KernelDriver = node.KernelDriver,
            Node = node.Node,
            DriverFile = node.KernelDriver is { } driver ? files.FirstOrDefault(file => file.Drives(driver))?.Path : null,
            Problem = Problem(node),
        });

    private string? Problem(RenderNode node) =>
        node.KernelDriver is null ? "the kernel has no driver for it"
        : !IcdFile.IsKnown(node.KernelDriver) ? $"there is no Vulkan driver for devices of the kernel's `{node.KernelDriver}`"
        : !File.Exists(At(node.Node)) ? Missing(node.Node)
        : !mayOpen(At(node.Node)) ? $"`{node.Node}` may not be opened: it is for the users of its group (`render`)"
        : null;

    private IEnumerable<VulkanDevice> NvidiaDevices(IReadOnlyList<IcdFile> files)
    {
        var module = new KernelModule(hostRoot);
        if (module.Devices() is not { Count: > 0 } gpus)
            return NvidiaNodes(files);
        var (driverFile, unbound) = NvidiaDriverFile(files);
        return gpus.Select(gpu =>
        {
            var node = gpu.PciId is null ? null : module.NodeOf(gpu.PciId);
            return new VulkanDevice
            {
                Name = gpu.Name,
                Vendor = NvidiaVendor,
                Device = gpu.PciId is null ? null : RenderNodes.Id(At($"/sys/bus/pci/devices/{gpu.PciId[4..].ToLowerInvariant()}/device")),
                PciId = gpu.PciId,
                KernelDriver = Nvidia,
                Node = node,
                DriverFile = driverFile,
                Problem = node is not null && !File.Exists(At(node)) ? Missing(node) : unbound,
            };
        });
    }

    // Sandboxes that hide the kernel module's files (gVisor) show the nodes of the GPUs that they were given.
    private IEnumerable<VulkanDevice> NvidiaNodes(IReadOnlyList<IcdFile> files)
    {
        var folder = At("/dev");
        if (!Directory.Exists(folder))
            return [];
        var nodes = Directory.EnumerateFiles(folder, "nvidia*").Select(Path.GetFileName).Where(name => name![Nvidia.Length..] is { Length: > 0 } minor && minor.All(char.IsAsciiDigit))
            .Order(StringComparer.Ordinal).ToList();
        if (nodes.Count == 0)
            return [];
        var (driverFile, unbound) = NvidiaDriverFile(files);
        return nodes.Select(name => new VulkanDevice { Vendor = NvidiaVendor, KernelDriver = Nvidia, Node = $"/dev/{name}", DriverFile = driverFile, Problem = unbound });
    }

    // Its file on the host, and why roots do not get it.
    private (string? File, string? Problem) NvidiaDriverFile(IReadOnlyList<IcdFile> files)
    {
        var bound = new DriverSearch(hostRoot).Find().LoaderFiles.Keys.FirstOrDefault(file => file.StartsWith(LoaderFolder, StringComparison.Ordinal));
        return (
            files.FirstOrDefault(file => file.Drives(Nvidia))?.Path ?? bound,
            bound is null ? "the host's driver has no file that names it to a Vulkan loader (`nvidia_icd.json`)" : null);
    }

    private static IEnumerable<VulkanDevice> SoftwareDevices(IReadOnlyList<IcdFile> files) =>
        files.Where(file => file.SoftwareName is not null).DistinctBy(file => file.Library)
            .Select(file => new VulkanDevice { Name = file.SoftwareName, Type = "cpu", IsSoftware = true, DriverFile = file.Path, ApiVersion = file.ApiVersion });

    private static string Missing(string node) => $"there is no `{node}` here: whoever starts a container must give it that device";

    private string At(string path) => Path.Combine(hostRoot, path.TrimStart('/'));
}
