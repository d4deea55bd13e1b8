using System.Threading;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>Looks for the Vulkan devices of a host.</summary>
public interface IVulkanProbe
{
    /// <summary>What files tell: some milliseconds, no process, no driver is loaded.</summary>
    VulkanInventory Look();

    /// <summary>The same, completed by what the host's loader says where it has one.</summary>
    /// <param name="cancellation">Ends the process that asks it.</param>
    Task<VulkanInventory> AskAsync(CancellationToken cancellation);
}
