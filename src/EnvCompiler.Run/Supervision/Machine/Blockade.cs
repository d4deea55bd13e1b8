namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Why a service cannot run for the sake of another one.</summary>
/// <param name="Reason"><see cref="EndReason.DependencyFailed"/> or <see cref="EndReason.DependencyStopped"/>.</param>
/// <param name="Detail">A sentence.</param>
internal sealed record Blockade(EndReason Reason, string Detail);
