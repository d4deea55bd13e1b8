using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>Counts what the machine is told and what it asks for; it has no part in either. On the supervisor's thread.</summary>
internal sealed class SupervisorCounters
{
    private readonly SortedDictionary<string, ServiceCounters> services = new(StringComparer.Ordinal);
    private readonly Dictionary<int, SupervisorAction.Probe> probes = [];

    /// <summary>By service, those to which something has happened.</summary>
    internal IReadOnlyDictionary<string, ServiceCounters> Services => services;

    /// <summary>The machine is told this.</summary>
    internal void Count(SupervisorEvent what)
    {
        if (what is SupervisorEvent.ProbeAnswered { Problem: not null } failed
            && probes.TryGetValue(failed.Instance, out var probe) && probe.Number == failed.Number)
        {
            var failures = Of(probe.Instance).ProbeFailures;
            failures[probe.Stage] = failures.GetValueOrDefault(probe.Stage) + 1;
        }
    }

    /// <summary>The machine asks for this.</summary>
    internal void Count(SupervisorAction action)
    {
        switch (action)
        {
            case SupervisorAction.Launch launch:
                Of(launch.Instance).Starts++;
                break;
            case SupervisorAction.Probe probe:
                probes[probe.Instance.Id] = probe;
                break;
            case SupervisorAction.NoteReady { Instance: { ReadyAt: { } readyAt } instance }:
                Of(instance).AddReady(readyAt - instance.StartedAt);
                break;
            case SupervisorAction.NoteEnd { Instance: { Reason: { } reason } ended }:
                probes.Remove(ended.Id);
                var ends = Of(ended).Ends;
                ends[reason] = ends.GetValueOrDefault(reason) + 1;
                break;
        }
    }

    private ServiceCounters Of(Instance instance)
    {
        if (!services.TryGetValue(instance.Plan.Name, out var counters))
            services.Add(instance.Plan.Name, counters = new ServiceCounters());
        return counters;
    }
}
