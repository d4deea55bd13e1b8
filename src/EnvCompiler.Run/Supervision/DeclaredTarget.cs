using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision;

/// <summary>What a generation declares for one target.</summary>
/// <param name="Graph">Its <c>services.json</c>.</param>
/// <param name="Spec">Its <c>activation.json</c>.</param>
/// <param name="Activation">Who starts its services, as that target.</param>
internal sealed record DeclaredTarget(ServiceGraph Graph, ActivationSpec Spec, ServiceActivation Activation)
{
    private readonly ConditionFacts? facts = Graph.Facts is { } target ? ServiceGpus.Complete(target, Activation.Gpus) : null;

    /// <summary>Why a service's condition does not hold; null where it does.</summary>
    internal string? Refusal(string name) =>
        Graph.Services[name].When is { } when && facts is not null ? ConditionEvaluator.Refusal(when, facts) : null;

    /// <summary>What a service is started as.</summary>
    internal ServicePlan Plan(string name) => new(name, Graph.Services[name], Activation)
    {
        Fingerprint = ServiceFingerprint.Of(Graph.Services[name], Spec, Activation),
    };
}
