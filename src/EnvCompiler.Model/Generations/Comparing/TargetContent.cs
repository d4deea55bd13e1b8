namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>What a generation does on one target.</summary>
/// <param name="Activation"><c>activation.json</c>.</param>
/// <param name="Services"><c>services.json</c>.</param>
public sealed record TargetContent(ActivationSpec Activation, ServiceGraph Services);
