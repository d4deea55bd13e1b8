using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>The real host: files first, then its loader, in a process that may end in any way.</summary>
/// <param name="processes">Runs the launcher.</param>
/// <param name="time">Clock of the time limit.</param>
/// <param name="launcher">Absolute path of <c>envc-run</c>.</param>
/// <param name="variables">The caller's variables.</param>
public sealed class HostVulkanProbe(
    IProcessRunner processes, TimeProvider time, string launcher, IReadOnlyDictionary<string, string> variables) : IVulkanProbe
{
    // Drivers that start a GPU which slept, or many GPUs, take a second or two.
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>Where the host's own file system is read: <c>/</c>, another directory in tests.</summary>
    internal string HostRoot { get; init; } = "/";

    /// <summary>Whether this user may open a device node.</summary>
    internal Func<string, bool> MayOpen { get; init; } = CanOpen;

    /// <inheritdoc/>
    public VulkanInventory Look() => new() { Source = "files", Devices = new VulkanFiles(HostRoot, variables, MayOpen).Find() };

    /// <inheritdoc/>
    public async Task<VulkanInventory> AskAsync(CancellationToken cancellation)
    {
        var seen = Look();
        using var limit = new CancellationTokenSource(s_limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            var said = await processes.RunAsync(launcher, [VulkanDevicesCommand.Name], either.Token);
            return said switch
            {
                null => seen with { Problem = $"`{launcher}` is missing" },
                { ExitCode: 0 } => Merge(seen, JsonSerializer.Deserialize(said.Output, VulkanJson.Default.VulkanDeviceArray)!),
                { ExitCode: VulkanDevicesCommand.NoLoader } => seen,
                _ => seen with { Problem = $"the host's Vulkan loader failed: {Reason(said)}" },
            };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return seen with { Problem = $"the host's Vulkan loader did not answer within {s_limit.TotalSeconds:0} s" };
        }
        catch (JsonException)
        {
            return seen with { Problem = "a driver of the host wrote between the words of its Vulkan loader" };
        }
    }

    /// <summary>Completes what files tell by what the loader says: of PCI vendor and device, and of software by being such.</summary>
    internal static VulkanInventory Merge(VulkanInventory seen, IReadOnlyList<VulkanDevice> told)
    {
        var left = seen.Devices.ToList();
        var merged = new List<VulkanDevice>();
        foreach (var device in told)
        {
            var at = left.FindIndex(file => file.IsSoftware ? device.IsSoftware : file.Device is not null && (file.Vendor, file.Device) == (device.Vendor, device.Device));
            merged.Add(at < 0 ? device : left[at] with { Name = device.Name, Type = device.Type, ApiVersion = device.ApiVersion, Vendor = device.Vendor, Device = device.Device });
            if (at >= 0)
                left.RemoveAt(at);
        }

        // A root brings Mesa's drivers itself, so a GPU that the host's loader does not show may work there. Software that it does not show is not installed whole.
        merged.AddRange(left.Where(file => !file.IsSoftware));
        return new VulkanInventory { Source = "loader", Devices = [.. merged.OrderBy(device => device.IsSoftware)] };
    }

    private static string Reason(ProcessOutput said) =>
        said.ExitCode == 1 && said.Error.Trim().Split('\n')[^1] is { Length: > 0 } line ? line : $"the process that asked it ended with exit code {said.ExitCode}";

    private static bool CanOpen(string node)
    {
        try
        {
            using var handle = File.OpenHandle(node, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
