using EnvCompiler.Host.Machine;

namespace EnvCompiler.Run.Gpu.Vulkan;

/// <summary>Reads <c>/sys/class/drm</c>, which shows every GPU of the host, in containers that were not given its node too.</summary>
internal static class RenderNodes
{
    private const string Folder = "sys/class/drm";

    /// <summary>All of them, in the order of their numbers.</summary>
    /// <param name="hostRoot">The host's <c>/</c>.</param>
    internal static IReadOnlyList<RenderNode> Find(string hostRoot)
    {
        var folder = Path.Combine(hostRoot, Folder);
        if (!Directory.Exists(folder))
            return [];
        return [.. Directory.EnumerateFileSystemEntries(folder, "renderD*").Order(StringComparer.Ordinal).Select(Read)];
    }

    private static RenderNode Read(string entry)
    {
        var device = HostPlaces.RealPath(Path.Combine(entry, "device"));
        var address = Path.GetFileName(device);
        return new RenderNode(
            Path.GetFileName(entry),
            Id(Path.Combine(device, "vendor")),
            Id(Path.Combine(device, "device")),
            address.Count(c => c == ':') == 2 ? $"0000{address}" : null,
            new FileInfo(Path.Combine(device, "driver")).LinkTarget is { } driver ? Path.GetFileName(driver) : null);
    }

    /// <summary>A file of an id: <c>0x1002</c>.</summary>
    internal static string? Id(string file) =>
        File.Exists(file) && File.ReadAllText(file).Trim() is ['0', 'x', .. { Length: > 0 } digits] ? digits.ToLowerInvariant() : null;
}
