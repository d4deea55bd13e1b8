using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Generations;

/// <summary>
/// <c>targets.json</c>: what the lock has for each target, so that a host's is chosen without parsing the lock. A generation whose lock knows no
/// accelerator has none.
/// </summary>
public sealed record TargetTable
{
    /// <summary>A host whose GPU has no target is an error (<c>options.accelerator = "required"</c>).</summary>
    public bool IsRequired { get; init; }

    /// <summary>The lowest driver that the manifest promises, <c>&gt;=550</c>; absent where it promises none.</summary>
    public string? Driver { get; init; }

    /// <summary>The least processor that the manifest promises; absent where it promises none.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>Rows by <c>SYSTEM/ACCELERATOR</c>.</summary>
    public SortedDictionary<string, TargetRow> Rows { get; init; } = new(StringComparer.Ordinal);

    /// <summary>What the two say.</summary>
    [JsonIgnore]
    public HostPromise Promise => HostPromise.Of(Driver, CpuLevel);

    /// <summary>The table of a lock; null where it knows no accelerator, and so every host's target is the processor.</summary>
    public static TargetTable? Of(Manifest manifest, Lock locked)
    {
        if (locked.Targets.Keys.All(name => name.EndsWith($"/{Accelerators.Cpu}", StringComparison.Ordinal)))
            return null;
        var table = new TargetTable
        {
            IsRequired = manifest.Options.Accelerator == "required",
            Driver = manifest.Options.Driver,
            CpuLevel = manifest.Options.CpuLevel,
        };
        foreach (var (name, target) in locked.Targets)
            table.Rows.Add(name, new TargetRow { DriverFloor = FloorOf(locked, target)?.ToString(), SameAs = TwinsOf(locked, name, target) });
        return table;
    }

    private static DriverVersion? FloorOf(Lock locked, LockedTarget target)
    {
        DriverVersion? highest = null;
        foreach (var id in target.Groups.Values.SelectMany(group => group.Packages))
        {
            if (locked.Packages[id].DriverFloor is { } text && DriverVersion.TryParse(text, out var floor) && (highest is null || floor > highest))
                highest = floor;
        }

        return highest;
    }

    private static string[]? TwinsOf(Lock locked, string name, LockedTarget target)
    {
        var system = name[..(name.IndexOf('/', StringComparison.Ordinal) + 1)];
        string[] twins = [.. locked.Targets.Where(other => other.Key != name && other.Key.StartsWith(system, StringComparison.Ordinal) && AreTwins(target, other.Value)).Select(other => other.Key)];
        return twins.Length > 0 ? twins : null;
    }

    private static bool AreTwins(LockedTarget first, LockedTarget second) =>
        first.Groups.Count == second.Groups.Count
        && (first.Models ?? []).SequenceEqual(second.Models ?? [])
        && first.Groups.All(group => second.Groups.GetValueOrDefault(group.Key) is { } other && other.Packages.SequenceEqual(group.Value.Packages));
}
