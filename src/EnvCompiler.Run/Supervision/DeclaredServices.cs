using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision;

/// <summary>What an activation's generation declares for its target.</summary>
/// <param name="Plans">Its services.</param>
/// <param name="Metrics">Where metrics are to be served; null for nowhere.</param>
internal sealed record DeclaredServices(IReadOnlyList<ServicePlan> Plans, string? Metrics);
