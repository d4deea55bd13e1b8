using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Usage;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>A service and what it uses; also an element of the JSON of <c>envc services top --json</c>.</summary>
/// <param name="Status">As its supervisor sees it.</param>
/// <param name="Usage">Null while it does not run.</param>
internal sealed record TopRow(ServiceStatus Status, ProcessesUsage? Usage);
