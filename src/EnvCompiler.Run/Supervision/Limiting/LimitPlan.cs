using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>How the limits of one instance are applied on this host.</summary>
internal sealed record LimitPlan
{
    /// <summary>The control group of its own; null where the host delegates none.</summary>
    internal ControlGroup? Group { get; init; }

    /// <summary>The processors that it is confined to; null means all.</summary>
    internal IReadOnlyList<int>? Processors { get; init; }

    /// <summary>Its OOM score.</summary>
    internal int? OomScoreAdjust { get; init; }

    /// <summary>POSIX shell that runs before its program in the same process; empty where nothing is to be done there.</summary>
    internal string Prologue { get; init; } = "";

    /// <summary>What holds in another way than with control groups.</summary>
    internal IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What could not be applied.</summary>
    internal IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The request with the limits.</summary>
    internal SpawnRequest Apply(SpawnRequest request)
    {
        var limited = request with { Processors = Processors, OomScoreAdjust = OomScoreAdjust };
        return Prologue.Length == 0
            ? limited
            : limited with { Program = "/bin/sh", Arguments = ["sh", "-c", Prologue + "exec \"$@\"", "sh", request.Program, .. request.Arguments.Skip(1)] };
    }
}
