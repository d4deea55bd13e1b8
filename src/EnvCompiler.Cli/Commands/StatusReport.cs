using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Activation.Status;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Cli.Commands;

/// <summary>The JSON of <c>envc status --json</c>.</summary>
/// <param name="Status">What activations have recorded.</param>
/// <param name="Activations">Those whose processes run.</param>
/// <param name="Services">What the supervisor knows; empty where none runs.</param>
internal sealed record StatusReport(
    EnvironmentStatus Status, IReadOnlyList<RunningActivation> Activations, IReadOnlyList<ServiceStatus> Services);
