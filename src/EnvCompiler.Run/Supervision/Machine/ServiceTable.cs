using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>The services that are declared or still run, and what they are to each other.</summary>
internal sealed class ServiceTable
{
    private readonly SortedDictionary<string, Service> services = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Service> byInstance = [];
    private List<Service> order = [];

    /// <summary>All of them, by name.</summary>
    internal IReadOnlyDictionary<string, Service> ByName => services;

    /// <summary>Each after those that it depends on.</summary>
    internal IReadOnlyList<Service> InOrder => order;

    internal bool AnyRuns => byInstance.Count > 0;

    internal bool AnyIsWanted
    {
        get
        {
            foreach (var service in order)
            {
                if (service.IsWanted)
                    return true;
            }

            return false;
        }
    }

    /// <summary>Takes over what a generation declares; a service that is gone from it stays while it runs.</summary>
    internal void Declare(IReadOnlyList<ServicePlan> plans)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plan in plans)
        {
            names.Add(plan.Name);
            if (!services.TryAdd(plan.Name, new Service(plan)))
                services[plan.Name].Plan = plan;
        }

        foreach (var service in services.Values.ToList())
        {
            service.IsDeclared = names.Contains(service.Name);
            ForgetUndeclared(service);
        }

        Sort();
    }

    /// <summary>Takes over a service of another supervisor.</summary>
    internal void Restore(Service service)
    {
        services.Add(service.Name, service);
        foreach (var instance in service.Instances)
            byInstance.Add(instance.Id, service);
        Sort();
    }

    /// <summary>Drops a service that is not declared any more, once nothing of it runs or is to run.</summary>
    internal void ForgetUndeclared(Service service)
    {
        if (service.IsDeclared || service.IsWanted || service.Instances.Any())
            return;
        services.Remove(service.Name);
        // A new list: the old one may be being walked.
        order = [.. order.Where(other => other != service)];
    }

    internal void Add(Instance instance) => byInstance.Add(instance.Id, services[instance.Plan.Name]);

    internal Service Remove(Instance instance)
    {
        byInstance.Remove(instance.Id, out var service);
        return service!;
    }

    /// <summary>The instance of a number, unless it has ended.</summary>
    internal Instance? Find(int id)
    {
        if (!byInstance.TryGetValue(id, out var service))
            return null;
        if (service.Current?.Id == id)
            return service.Current;
        return service.Instances.FirstOrDefault(instance => instance.Id == id);
    }

    internal List<Service> Named(IReadOnlyList<string> names)
    {
        var found = new List<Service>(names.Count);
        foreach (var name in names)
        {
            if (services.TryGetValue(name, out var service))
                found.Add(service);
        }

        return found;
    }

    /// <summary>These and all that they depend on, each after its dependencies.</summary>
    internal List<Service> WithDependencies(IEnumerable<Service> wanted)
    {
        var names = wanted.Select(service => service.Name).ToHashSet(StringComparer.Ordinal);
        var found = new List<Service>();
        for (var i = order.Count - 1; i >= 0; i--)
        {
            if (!names.Contains(order[i].Name))
                continue;
            names.UnionWith(DependenciesOf(order[i].Name));
            found.Add(order[i]);
        }

        found.Reverse();
        return found;
    }

    /// <summary>What one dependency of a plan means now.</summary>
    internal DependencyVerdict Judge(string name, DependencyCondition condition)
    {
        if (!services.TryGetValue(name, out var other))
            return DependencyVerdict.Failed;
        var holds = condition switch
        {
            DependencyCondition.Started => other.HasCompleted || other.Current is { IsStarted: true },
            DependencyCondition.Ready => other.Current is { IsReady: true },
            _ => other.HasCompleted,
        };
        return holds ? DependencyVerdict.Holds : other.IsWanted ? DependencyVerdict.Pending : DependencyVerdict.Failed;
    }

    /// <summary>The dependency of a plan that will not hold, and why; null where there is none.</summary>
    internal Blockade? FindBlockade(ServicePlan plan)
    {
        if (plan.Spec.DependsOn is null)
            return null;
        foreach (var (name, dependency) in plan.Spec.DependsOn)
        {
            if (Judge(name, dependency.Condition) == DependencyVerdict.Failed)
                return Why(name, dependency.Condition);
        }

        return null;
    }

    /// <summary>The first dependency of a plan that does not hold yet; null where all do.</summary>
    internal Service? FindPending(ServicePlan plan)
    {
        if (plan.Spec.DependsOn is null)
            return null;
        foreach (var (name, dependency) in plan.Spec.DependsOn)
        {
            if (Judge(name, dependency.Condition) == DependencyVerdict.Pending)
                return services[name];
        }

        return null;
    }

    /// <summary>A dependency that the instance is to be restarted with, and that is not what it was; null where there is none.</summary>
    internal string? FindChanged(Instance instance)
    {
        if (instance.Plan.Spec.DependsOn is null)
            return null;
        foreach (var (name, dependency) in instance.Plan.Spec.DependsOn)
        {
            if (dependency.Restart && services.TryGetValue(name, out var other)
                && (other.Current is { Reason: not null } || other.LatestId != instance.Dependencies.GetValueOrDefault(name)))
                return name;
        }

        return null;
    }

    /// <summary>The instances that a new one of the plan depends on.</summary>
    internal Dictionary<string, int> Latest(ServicePlan plan) =>
        plan.Spec.DependsOn?.Keys.Where(services.ContainsKey).ToDictionary(name => name, name => services[name].LatestId) ?? [];

    /// <summary>Whether an instance that needs the service is up.</summary>
    internal bool HasRunningDependents(Service service) => order.Any(other => other.Instances.Any(instance => instance.IsUp && Needs(instance, service)));

    /// <summary>Whether an instance that needs the service is on its way out.</summary>
    internal bool HasEndingDependents(Service service)
    {
        // Only those that come after it: whatever two generations say of each other, nobody waits in a circle.
        for (var i = order.Count - 1; i >= 0 && order[i] != service; i--)
        {
            foreach (var instance in order[i].Instances)
            {
                if (!instance.IsUp && Needs(instance, service))
                    return true;
            }
        }

        return false;
    }

    private static bool Needs(Instance instance, Service service) => instance.Plan.Spec.DependsOn?.ContainsKey(service.Name) == true;

    private static string Exit(Instance ended) => ended.Exit is { } exit ? $" ({exit})" : "";

    // Circles are refused in a manifest; services of two generations could still form one, and then some order must do.
    private void Sort() => order = [.. DependencyOrder.Of(services.Keys, DependenciesOf).Names.Select(name => services[name])];

    private IEnumerable<string> DependenciesOf(string name) => services[name].Plan.Spec.DependsOn?.Keys.Where(services.ContainsKey) ?? [];

    private Blockade Why(string name, DependencyCondition condition)
    {
        var needed = $"it needs `{name}` to be {condition.ToString().ToLowerInvariant()}";
        if (!services.TryGetValue(name, out var other))
            return new Blockade(EndReason.DependencyFailed, $"{needed}, and there is no such service any more");
        if (other.Blocked is { } blocked)
            return blocked with { Detail = $"{needed}: {blocked.Detail}" };
        var ended = other.Current is { Reason: not null } ending ? ending : other.Last;
        return ended?.Reason is { } reason && EndReasons.IsOwn(reason)
            ? new Blockade(EndReason.DependencyFailed, $"{needed}, and that has ended: {EndReasonText.Of(reason)}{Exit(ended)}")
            : new Blockade(EndReason.DependencyStopped, $"{needed}, and that is stopped");
    }
}
