namespace EnvCompiler.Model.Manifests;

/// <summary>How a service is stopped: the command or the signal, then KILL after the timeout.</summary>
public sealed record Shutdown
{
    /// <summary>Bash command (Flox); absent sends <see cref="Signal"/>.</summary>
    public string? Command { get; init; }

    /// <summary>Signal name without <c>SIG</c>.</summary>
    public string Signal { get; init; } = "TERM";

    /// <summary>Time before KILL.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
