using System.Runtime.InteropServices;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>
/// The Vulkan loader (Vulkan 1.3, «Devices and Queues»), loaded by name. It loads every driver of the host into the process that asks, and any of them
/// may crash or hang: only a process of its own may ask (<see cref="VulkanDevicesCommand"/>).
/// </summary>
internal static unsafe class VulkanLoader
{
    private const int Success = 0;

    // What the loader answers where no driver can be loaded; that is an empty list.
    private const int IncompatibleDriver = -9;

    // VkPhysicalDeviceProperties: four numbers and the type, then the name; limits behind it, 824 bytes in all.
    private const int PropertiesSize = 1024;
    private const int NameOffset = 20;

    // VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO and 60 bytes of zeros: no layers, no extensions, Vulkan 1.0.
    private const int CreateInfoSize = 64;
    private const int CreateInfoType = 1;

    private static readonly string[] s_types = ["other", "integrated", "discrete", "virtual", "cpu"];

    /// <summary>All devices.</summary>
    /// <returns>Whether the library is there; devices, null when they could not be asked for; why not.</returns>
    internal static (bool Present, IReadOnlyList<VulkanDevice>? Devices, string? Error) Query()
    {
        if (!NativeExports.TryLoad(["libvulkan.so.1"], out var vulkan))
            return (false, null, null);
        var create = (delegate* unmanaged<byte*, nint, nint*, int>)vulkan.Find("vkCreateInstance");
        var enumerate = (delegate* unmanaged<nint, uint*, nint*, int>)vulkan.Find("vkEnumeratePhysicalDevices");
        var properties = (delegate* unmanaged<nint, byte*, void>)vulkan.Find("vkGetPhysicalDeviceProperties");
        var destroy = (delegate* unmanaged<nint, nint, void>)vulkan.Find("vkDestroyInstance");
        if (create == null || enumerate == null || properties == null || destroy == null)
            return (true, null, "libvulkan.so.1 lacks functions");

        var info = stackalloc byte[CreateInfoSize];
        new Span<byte>(info, CreateInfoSize).Clear();
        *(int*)info = CreateInfoType;
        nint instance;
        var error = create(info, 0, &instance);
        if (error == IncompatibleDriver)
            return (true, [], null);
        if (error != Success)
            return (true, null, $"vkCreateInstance failed with {error}");

        uint count = 0;
        error = enumerate(instance, &count, null);
        var handles = new nint[count];
        fixed (nint* first = handles)
            error = error == Success && count > 0 ? enumerate(instance, &count, first) : error;
        var devices = error == Success ? handles.Select(handle => Describe(properties, handle)).ToArray() : null;
        destroy(instance, 0);
        return (true, devices, devices is null ? $"vkEnumeratePhysicalDevices failed with {error}" : null);
    }

    /// <summary>VK_MAKE_API_VERSION: 4206822 is 1.3.230.</summary>
    internal static string VersionText(uint version) => $"{(version >> 22) & 0x7F}.{(version >> 12) & 0x3FF}.{version & 0xFFF}";

    private static VulkanDevice Describe(delegate* unmanaged<nint, byte*, void> properties, nint device)
    {
        var bytes = stackalloc byte[PropertiesSize];
        properties(device, bytes);
        var numbers = (uint*)bytes;
        var type = numbers[4] < s_types.Length ? s_types[numbers[4]] : "other";
        return new VulkanDevice
        {
            Name = Marshal.PtrToStringUTF8((nint)(bytes + NameOffset)),
            Type = type,
            IsSoftware = type == "cpu",
            Vendor = $"{numbers[2]:x4}",
            Device = $"{numbers[3]:x4}",
            ApiVersion = VersionText(numbers[0]),
        };
    }
}
