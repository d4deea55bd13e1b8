using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends;

/// <summary>How a stage ended.</summary>
/// <param name="ExitCode">One of <see cref="BackendExit"/>.</param>
/// <param name="Reason">One of <see cref="StageReason"/>; null when it went well.</param>
/// <param name="Diagnostics">For people; warnings may accompany a success.</param>
public sealed record StageOutcome(int ExitCode, string? Reason, IReadOnlyList<Diagnostic> Diagnostics)
{
    /// <summary>It went well.</summary>
    public static StageOutcome Done { get; } = new(BackendExit.Ok, null, []);

    /// <summary>More for the JSON line.</summary>
    public StageReport? Report { get; init; }

    /// <summary>What this process becomes next; null when it ends.</summary>
    public StageCommand? Become { get; init; }

    /// <summary>Whether it went well.</summary>
    public bool Ok => ExitCode == BackendExit.Ok;

    /// <summary>It went well, with something to say.</summary>
    public static StageOutcome DoneWith(IReadOnlyList<Diagnostic> warnings) => new(BackendExit.Ok, null, warnings);

    /// <summary>It failed.</summary>
    public static StageOutcome Failed(int exitCode, string reason, params IReadOnlyList<Diagnostic> diagnostics) =>
        new(exitCode, reason, diagnostics);
}
