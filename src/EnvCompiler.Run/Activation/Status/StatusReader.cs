using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Activation.Ways;

namespace EnvCompiler.Run.Activation.Status;

/// <summary>Reads what activations have recorded. Writes nothing and starts nothing.</summary>
/// <param name="host">The host and user.</param>
public sealed class StatusReader(HostContext host)
{
    /// <summary>The status of a built environment.</summary>
    /// <param name="generation">The live generation.</param>
    /// <param name="callerVariables">The caller's variables.</param>
    public EnvironmentStatus Read(LiveGeneration generation, IReadOnlyDictionary<string, string> callerVariables)
    {
        var facts = new HostFactsLayout(generation.Layout.HostFacts(host.HostName, host.UserId));
        var target = TargetSelector.Recorded(generation, host, callerVariables).TryGet(out var choice, out var problems) ? choice : null;
        var record = WayRecord.TryRead(facts.Way);
        var (way, reason) = Way(generation, target, record, callerVariables.GetValueOrDefault("ENVC_ENTER", ""));
        return new EnvironmentStatus
        {
            Environment = generation.Layout.Directory,
            Generation = generation.Number,
            Target = target?.Target.ToString(),
            TargetReason = target?.Reason ?? problems[0].Message,
            Way = way,
            WayReason = reason,
            Ways = [.. WayIn.All.Select(each => WayStatusOf(each, record))],
            Store = host.Store.Root,
        };
    }

    private (string? Way, string Reason) Way(LiveGeneration generation, TargetChoice? target, WayRecord? record, string asked)
    {
        if (target is null || generation.ReadActivation(target.Target) is not { DefaultGroup: { } group } spec)
            return (null, "there is no root to enter");
        if (record is null)
            return (null, "none has been chosen on this host; `envc activate` chooses");
        if (asked.Length > 0)
            return record.Of(asked) is { Works: true } ? (asked, "`ENVC_ENTER` names it") : (null, $"`ENVC_ENTER` names `{asked}`, which is not known to work here");
        var root = host.Store.RootFileSystem(spec.Roots[group]);
        return WayChooser.Holds(record, host, root)
            ? (record.Chosen, record.Of(record.Chosen)?.Reason ?? "")
            : (null, $"this host has changed since `{record.Chosen}` was chosen; `envc activate` chooses again");
    }

    private static WayStatus WayStatusOf(WayIn way, WayRecord? record)
    {
        var verdict = record?.Of(way.Name);
        var reason = verdict?.Reason ?? (record is null ? "not tried" : $"not tried: `{record.Chosen}` comes before it");
        return new WayStatus { Name = way.Name, Works = verdict?.Works, Reason = reason };
    }
}
