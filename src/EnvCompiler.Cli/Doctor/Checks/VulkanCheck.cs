using System.Threading;
using EnvCompiler.Run.Gpu.Vulkan;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>GPUs that Vulkan programs in a root can use, and what keeps others from it.</summary>
internal sealed class VulkanCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "vulkan";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var devices = host.Vulkan.Look().Devices.Where(device => !device.IsSoftware).ToList();
        return Task.FromResult<IReadOnlyList<CheckResult>>(devices.Count == 0
            ? [CheckResult.Skipped(Name, "no GPU for Vulkan")]
            : [.. devices.Select(device => device.Problem is { } problem
                ? CheckResult.Warning(Name, $"{NameOf(device)}: {problem}", "envc gpu")
                : CheckResult.Ok(Name, $"{NameOf(device)} can be used"))]);
    }

    private static string NameOf(VulkanDevice device) =>
        device.Name ?? (device.Device is null ? device.Node : $"{device.Vendor}:{device.Device} ({device.KernelDriver ?? "no kernel driver"})") ?? "a GPU";
}
