using System.Globalization;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>
/// Divides GPUs among services, none to two of them: what running instances have stays theirs, then services that name their GPUs, then those that want a
/// number of them, each in the order of names; of a number, the lowest indexes. The same services get the same GPUs, in whichever order they start.
/// </summary>
internal static class GpuPlanner
{
    /// <summary>The GPUs of each service, or why it gets none.</summary>
    /// <param name="pool">What there is.</param>
    /// <param name="requests">What services want, by their names.</param>
    /// <param name="held">UUIDs that services have already, by their names.</param>
    internal static IReadOnlyDictionary<string, GpuAssignment> Plan(
        GpuPool pool, IReadOnlyDictionary<string, GpuRequest> requests, IReadOnlyDictionary<string, IReadOnlyList<string>> held)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, devices) in held)
        {
            foreach (var device in devices)
                owners[device] = name;
        }

        var plan = new Dictionary<string, GpuAssignment>(StringComparer.Ordinal);
        foreach (var (name, request) in requests.OrderBy(request => request.Value.Devices is null).ThenBy(request => request.Key, StringComparer.Ordinal))
        {
            var assignment = request.Devices is { } wanted ? Named(pool, name, wanted, owners) : Counted(pool, name, request.Count ?? 0, owners);
            plan.Add(name, assignment);
            foreach (var device in assignment.Devices ?? [])
                owners[device] = name;
        }

        return plan;
    }

    private static GpuAssignment Named(GpuPool pool, string name, IReadOnlyList<string> wanted, Dictionary<string, string> owners)
    {
        var devices = new List<string>();
        foreach (var text in wanted)
        {
            if (Find(pool, text) is not { } gpu)
                return Refused(Unknown(pool, text));
            if (!pool.Fits(gpu))
                return Refused($"{NameOf(gpu)} is `{gpu.Sm}`, and what this activation runs is for `{pool.Sm}`");
            if (!IsFree(gpu, name, owners))
                return Refused($"{NameOf(gpu)} belongs to the service `{owners[gpu.Uuid]}`");
            if (devices.Contains(gpu.Uuid))
                return Refused($"{NameOf(gpu)} is named twice");
            if (devices.Count > 0 && gpu.IsSlice)
                return Refused("a process sees one slice of a GPU at most");
            devices.Add(gpu.Uuid);
        }

        return new GpuAssignment(devices);
    }

    private static GpuAssignment Counted(GpuPool pool, string name, int count, Dictionary<string, string> owners)
    {
        var usable = pool.Visible.Where(gpu => pool.Fits(gpu) && (count < 2 || !gpu.IsSlice)).ToList();
        // What it has itself comes first: a new instance beside the old one shares its GPUs.
        var devices = usable.Where(gpu => IsFree(gpu, name, owners)).OrderBy(gpu => !owners.ContainsKey(gpu.Uuid)).ThenBy(gpu => gpu.Index).Take(count).ToList();
        return devices.Count == count ? new GpuAssignment([.. devices.Select(gpu => gpu.Uuid)]) : Refused(TooFew(pool, usable, count, devices.Count, owners));
    }

    private static bool IsFree(VisibleGpu gpu, string name, Dictionary<string, string> owners) => !owners.TryGetValue(gpu.Uuid, out var owner) || owner == name;

    private static VisibleGpu? Find(GpuPool pool, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        ? pool.Visible.FirstOrDefault(gpu => gpu.Index == index && !gpu.IsSlice)
        : pool.Visible.FirstOrDefault(gpu => string.Equals(gpu.Uuid, text, StringComparison.OrdinalIgnoreCase));

    private static string Unknown(GpuPool pool, string text) =>
        pool.Visible.Any(gpu => gpu.IsSlice && gpu.Index.ToString(CultureInfo.InvariantCulture) == text)
            ? $"GPU {text} is cut into slices, which are named by their UUIDs: {Names(pool.Visible.Where(gpu => gpu.IsSlice))}"
            : $"it wants the GPU `{text}`, and the activation sees {Names(pool.Visible)}";

    private static string TooFew(GpuPool pool, List<VisibleGpu> usable, int count, int free, Dictionary<string, string> owners)
    {
        var wants = $"it wants {count} GPU{(count == 1 ? "" : "s")}";
        var taken = usable.Where(gpu => owners.ContainsKey(gpu.Uuid)).Select(gpu => $"{NameOf(gpu)} belongs to the service `{owners[gpu.Uuid]}`").ToList();
        if (taken.Count > 0)
            return $"{wants}, and {free} of {usable.Count} {(free == 1 ? "is" : "are")} free: {string.Join(", ", taken)}";
        var forTarget = usable.Count == pool.Visible.Count ? "" : $", {usable.Count} of them whole and for `{pool.Sm}`";
        return $"{wants}, and the activation sees {Names(pool.Visible)}{forTarget}";
    }

    private static string Names(IEnumerable<VisibleGpu> gpus)
    {
        var names = string.Join(", ", gpus.Select(NameOf));
        return names.Length == 0 ? "none" : names;
    }

    private static string NameOf(VisibleGpu gpu) => gpu.IsSlice ? $"`{gpu.Uuid}`" : $"GPU {gpu.Index} (`{gpu.Uuid}`)";

    private static GpuAssignment Refused(string problem) => new(Devices: null, problem);
}
