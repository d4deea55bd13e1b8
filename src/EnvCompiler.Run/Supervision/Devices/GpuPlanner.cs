using System.Globalization;

namespace EnvCompiler.Run.Supervision.Devices;

/// <summary>
/// Divides GPUs among services, none to two of them: what running instances have stays theirs, then services that name their GPUs, then those that want a
/// number of them, each in the order of names; of a number, the lowest indexes. The same services get the same GPUs, in whichever order they start.
/// </summary>
internal static class GpuPlanner
{
    /// <summary>The GPUs of each service, or why it gets none.</summary>
    /// <param name="visible">What there is.</param>
    /// <param name="wishes">What services want, by their names.</param>
    /// <param name="held">UUIDs that services have already, by their names.</param>
    internal static IReadOnlyDictionary<string, GpuAssignment> Plan(
        IReadOnlyList<VisibleGpu> visible, IReadOnlyDictionary<string, GpuWish> wishes, IReadOnlyDictionary<string, IReadOnlyList<string>> held)
    {
        var owners = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, devices) in held)
        {
            foreach (var device in devices)
                owners[device] = name;
        }

        var plan = new Dictionary<string, GpuAssignment>(StringComparer.Ordinal);
        foreach (var (name, wish) in wishes.OrderBy(wish => wish.Value.Request.Devices is null).ThenBy(wish => wish.Key, StringComparer.Ordinal))
        {
            var assignment = wish.Request.Devices is { } wanted ? Named(visible, name, wish, wanted, owners) : Counted(visible, name, wish, owners);
            plan.Add(name, assignment);
            foreach (var device in assignment.Devices ?? [])
                owners[device] = name;
        }

        return plan;
    }

    private static GpuAssignment Named(
        IReadOnlyList<VisibleGpu> visible, string name, GpuWish wish, IReadOnlyList<string> wanted, Dictionary<string, string> owners)
    {
        var devices = new List<VisibleGpu>();
        foreach (var text in wanted)
        {
            if (Find(visible, text) is not { } gpu)
                return Refused(Unknown(visible, text));
            if (!wish.Fits(gpu))
                return Refused($"{NameOf(gpu)} is `{gpu.Sm}`, and what this activation runs is for {wish.Accelerators}");
            if (!IsFree(gpu, name, owners))
                return Refused($"{NameOf(gpu)} belongs to the service `{owners[gpu.Uuid]}`");
            if (devices.Contains(gpu))
                return Refused($"{NameOf(gpu)} is named twice");
            if (devices.Count > 0 && gpu.IsSlice)
                return Refused("a process sees one slice of a GPU at most");
            devices.Add(gpu);
        }

        return wish.Kinds.FirstOrDefault(kind => devices.TrueForAll(kind.Fits)) is { } common
            ? Given(devices, common)
            : Refused($"its GPUs need packages of different targets: {string.Join(", ", devices.Select(gpu => $"{NameOf(gpu)} is `{gpu.Sm}`"))}");
    }

    private static GpuAssignment Counted(IReadOnlyList<VisibleGpu> visible, string name, GpuWish wish, Dictionary<string, string> owners)
    {
        var count = wish.Request.Count ?? 0;
        var usable = visible.Where(gpu => wish.Fits(gpu) && (count < 2 || !gpu.IsSlice)).ToList();
        // What it has itself comes first: a new instance beside the old one shares its GPUs.
        var free = usable.Where(gpu => IsFree(gpu, name, owners)).OrderBy(gpu => !owners.ContainsKey(gpu.Uuid)).ThenBy(gpu => gpu.Index).ToList();
        foreach (var kind in wish.Kinds.OrderBy(kind => !free.Exists(gpu => owners.ContainsKey(gpu.Uuid) && kind.Fits(gpu))))
        {
            var devices = free.Where(kind.Fits).Take(count).ToList();
            if (devices.Count == count)
                return Given(devices, kind);
        }

        return Refused(TooFew(visible, usable, wish, Math.Min(free.Count, count), owners));
    }

    private static GpuAssignment Given(IEnumerable<VisibleGpu> devices, GpuKind kind) => new([.. devices.Select(gpu => gpu.Uuid)], Problem: null, kind.Target);

    private static bool IsFree(VisibleGpu gpu, string name, Dictionary<string, string> owners) => !owners.TryGetValue(gpu.Uuid, out var owner) || owner == name;

    private static VisibleGpu? Find(IReadOnlyList<VisibleGpu> visible, string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
        ? visible.FirstOrDefault(gpu => gpu.Index == index && !gpu.IsSlice)
        : visible.FirstOrDefault(gpu => string.Equals(gpu.Uuid, text, StringComparison.OrdinalIgnoreCase));

    private static string Unknown(IReadOnlyList<VisibleGpu> visible, string text) =>
        visible.Any(gpu => gpu.IsSlice && gpu.Index.ToString(CultureInfo.InvariantCulture) == text)
            ? $"GPU {text} is cut into slices, which are named by their UUIDs: {Names(visible.Where(gpu => gpu.IsSlice))}"
            : $"it wants the GPU `{text}`, and the activation sees {Names(visible)}";

    private static string TooFew(
        IReadOnlyList<VisibleGpu> visible, List<VisibleGpu> usable, GpuWish wish, int free, Dictionary<string, string> owners)
    {
        var count = wish.Request.Count ?? 0;
        var wants = $"it wants {count} GPU{(count == 1 ? "" : "s")}{(wish.Kinds.Count > 1 && count > 1 ? " of one target" : "")}";
        var taken = usable.Where(gpu => owners.ContainsKey(gpu.Uuid)).Select(gpu => $"{NameOf(gpu)} belongs to the service `{owners[gpu.Uuid]}`").ToList();
        if (taken.Count > 0)
            return $"{wants}, and {free} of {usable.Count} {(free == 1 ? "is" : "are")} free: {string.Join(", ", taken)}";
        var forTarget = usable.Count == visible.Count ? "" : $", {usable.Count} of them whole and for {wish.Accelerators}";
        return $"{wants}, and the activation sees {Names(visible)}{forTarget}";
    }

    private static string Names(IEnumerable<VisibleGpu> gpus)
    {
        var names = string.Join(", ", gpus.Select(NameOf));
        return names.Length == 0 ? "none" : names;
    }

    private static string NameOf(VisibleGpu gpu) => gpu.IsSlice ? $"`{gpu.Uuid}`" : $"GPU {gpu.Index} (`{gpu.Uuid}`)";

    private static GpuAssignment Refused(string problem) => new(Devices: null, problem);
}
