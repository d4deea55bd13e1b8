using EnvCompiler.Host.Files;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision;

/// <summary>Reads what an activation's services are made of: <c>services.json</c> and <c>activation.json</c> of its target.</summary>
internal static class ServicePlans
{
    internal static Result<DeclaredServices> Read(ServiceActivation activation)
    {
        var directory = "";
        try
        {
            var own = ReadTarget(activation);
            var others = activation.Targets.Where(target => target.Target != activation.Target).Select(target => ReadTarget(activation.As(target))).ToList();
            return new DeclaredServices(Of(own, others), own.Graph.Metrics);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return SupervisorDiagnostics.ServicesUnreadable(directory, e);
        }

        DeclaredTarget ReadTarget(ServiceActivation target)
        {
            directory = target.TargetDirectory;
            return new DeclaredTarget(GenerationRecords.ReadServices(directory), GenerationRecords.ReadActivation(directory), target);
        }
    }

    /// <summary>The services of a graph. One that needs a service which is skipped is skipped as well.</summary>
    /// <param name="own">Of the activation's target.</param>
    /// <param name="others">Of the other targets that its GPUs need; a service that asks for GPUs may run as one of them.</param>
    internal static IReadOnlyList<ServicePlan> Of(DeclaredTarget own, IReadOnlyList<DeclaredTarget> others)
    {
        var variants = own.Graph.Services.Where(service => others.Count > 0 && service.Value.Gpus is { Count: not 0 })
            .ToDictionary(service => service.Key, service => VariantsOf(service.Key, [own, .. others]), StringComparer.Ordinal);
        var skipped = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in DependencyOrder.Of(own.Graph.Services.Keys, name => DependenciesOf(own.Graph, name)).Names)
        {
            if (variants.GetValueOrDefault(name) is not { Count: > 0 } && own.Refusal(name) is { } refusal)
                skipped.Add(name, refusal);
            else if (DependenciesOf(own.Graph, name).FirstOrDefault(skipped.ContainsKey) is { } other)
                skipped.Add(name, $"it needs `{other}`, which is skipped: {skipped[other]}");
        }

        return
        [
            .. own.Graph.Services.Keys.Select(name => variants.GetValueOrDefault(name) is { Count: > 0 } possible
                ? own.Plan(name) with { Skipped = skipped.GetValueOrDefault(name), Fingerprint = possible[0].Fingerprint, Variants = possible }
                : own.Plan(name) with { Skipped = skipped.GetValueOrDefault(name) }),
        ];
    }

    // One fingerprint for all: which GPUs a service was given is no change of its definition.
    private static List<ServicePlan> VariantsOf(string name, IReadOnlyList<DeclaredTarget> targets)
    {
        var plans = targets.Where(target => target.Graph.Services.ContainsKey(name) && target.Refusal(name) is null).Select(target => target.Plan(name)).ToList();
        var fingerprint = string.Join(' ', plans.OrderBy(plan => plan.Activation.Target, StringComparer.Ordinal).Select(plan => plan.Fingerprint));
        return [.. plans.Select(plan => plan with { Fingerprint = fingerprint })];
    }

    private static IEnumerable<string> DependenciesOf(ServiceGraph graph, string name) =>
        graph.Services[name].DependsOn?.Keys.Where(graph.Services.ContainsKey) ?? [];
}
