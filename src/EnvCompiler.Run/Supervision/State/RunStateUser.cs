using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>A process that uses a start.</summary>
/// <param name="Process">The process.</param>
/// <param name="Start">Generation and target (<see cref="ServiceActivation.Start"/>).</param>
internal sealed record RunStateUser(ProcessIdentity Process, string Start);
