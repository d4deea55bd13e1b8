using System.Text.Json;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision;

/// <summary>Reads what an activation's services are made of: <c>services.json</c> and <c>activation.json</c> of its target.</summary>
internal static class ServicePlans
{
    internal static Result<DeclaredServices> Read(ServiceActivation activation)
    {
        var path = Path.Combine(activation.TargetDirectory, "services.json");
        try
        {
            var graph = JsonSerializer.Deserialize(File.ReadAllBytes(path), EnvcJson.Default.ServiceGraph)!;
            path = Path.Combine(activation.TargetDirectory, "activation.json");
            return new DeclaredServices(Of(graph, ActivationSpecReader.Read(File.ReadAllBytes(path)), activation), graph.Metrics);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return SupervisorDiagnostics.ServicesUnreadable(path, e.Message);
        }
    }

    /// <summary>The services of a graph. One that needs a service which is skipped is skipped as well.</summary>
    internal static IReadOnlyList<ServicePlan> Of(ServiceGraph graph, ActivationSpec spec, ServiceActivation activation)
    {
        var facts = graph.Facts is { } target ? ServiceGpus.Complete(target, activation.Gpus) : null;
        var skipped = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in DependencyOrder.Of(graph.Services.Keys, name => DependenciesOf(graph, name)).Names)
        {
            if (Refusal(graph.Services[name], facts) is { } refusal)
                skipped.Add(name, refusal);
            else if (DependenciesOf(graph, name).FirstOrDefault(skipped.ContainsKey) is { } other)
                skipped.Add(name, $"it needs `{other}`, which is skipped: {skipped[other]}");
        }

        return
        [
            .. graph.Services.Select(service => new ServicePlan(service.Key, service.Value, activation, skipped.GetValueOrDefault(service.Key))
            {
                Fingerprint = ServiceFingerprint.Of(service.Value, spec, activation),
            }),
        ];
    }

    private static IEnumerable<string> DependenciesOf(ServiceGraph graph, string name) =>
        graph.Services[name].DependsOn?.Keys.Where(graph.Services.ContainsKey) ?? [];

    private static string? Refusal(ServiceSpec service, ConditionFacts? facts) =>
        service.When is not null && facts is not null ? ConditionEvaluator.Refusal(service.When, facts) : null;
}
