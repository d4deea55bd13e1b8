using System.Text.Json;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary><c>envc-run vulkan-devices</c>: prints as JSON what the Vulkan loader shows. A process of its own, because drivers may crash or hang.</summary>
public static class VulkanDevicesCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "vulkan-devices";

    /// <summary>There is no loader: nothing to say, and no failure.</summary>
    internal const int NoLoader = 3;

    /// <summary>Asks and prints.</summary>
    /// <returns>Exit code: 0, 1 with a line on standard error, or <see cref="NoLoader"/>.</returns>
    public static int Run()
    {
        var (present, devices, error) = VulkanLoader.Query();
        if (!present)
            return NoLoader;
        if (devices is null)
        {
            StandardStream.Error.WriteLine(error);
            return 1;
        }

        StandardStream.Output.WriteLine(JsonSerializer.Serialize([.. devices], VulkanJson.Default.VulkanDeviceArray));
        return 0;
    }
}
