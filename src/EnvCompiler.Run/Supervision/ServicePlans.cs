using System.Text.Json;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision;

/// <summary>Reads <c>services.json</c> of a generation's target.</summary>
internal static class ServicePlans
{
    internal static Result<IReadOnlyList<ServicePlan>> Read(ServiceActivation activation)
    {
        var path = Path.Combine(activation.TargetDirectory, "services.json");
        try
        {
            var graph = JsonSerializer.Deserialize(File.ReadAllBytes(path), EnvcJson.Default.ServiceGraph)!;
            var facts = graph.Facts is { } target ? ServiceGpus.Complete(target, activation.Gpus) : null;
            return Result<IReadOnlyList<ServicePlan>>.Success(
                [.. graph.Services.Select(service => new ServicePlan(service.Key, service.Value, activation, Skipped(service.Value, facts)))]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return SupervisorDiagnostics.ServicesUnreadable(path, e.Message);
        }
    }

    private static string? Skipped(ServiceSpec service, ConditionFacts? facts) =>
        service.When is not null && facts is not null ? ConditionEvaluator.Refusal(service.When, facts) : null;
}
