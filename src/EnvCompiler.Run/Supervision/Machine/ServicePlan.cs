using EnvCompiler.Model.Generations;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>What the next instance of a service is made of.</summary>
/// <param name="Name">Service name.</param>
/// <param name="Spec">From <c>services.json</c>.</param>
/// <param name="Activation">The generation it comes from and the variables it gets.</param>
/// <param name="Skipped">Why it is not to be started: its condition does not hold; null where it is.</param>
internal sealed record ServicePlan(string Name, ServiceSpec Spec, ServiceActivation Activation, string? Skipped = null)
{
    /// <summary>Equal where two plans run the same thing the same way; what differs between shells alone does not count.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>
    /// What it may be started as in its place, by the GPUs that it is given: a plan for each target of <see cref="ServiceActivation.Targets"/> where its
    /// condition holds. Empty where all GPUs are of one kind, and of a service that asks for none.
    /// </summary>
    public IReadOnlyList<ServicePlan> Variants { get; init; } = [];
}
