namespace EnvCompiler.Run.Supervision.Control;

/// <summary>One line from a client (<c>docs/design/supervisor.md</c>).</summary>
internal sealed record SupervisorRequest
{
    /// <summary>Raised when a request or an answer changes its meaning.</summary>
    internal const int CurrentProtocol = 1;

    public int Protocol { get; init; } = CurrentProtocol;

    public required SupervisorOperation Operation { get; init; }

    /// <summary>Services; null means all that are declared.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>The services and variables to start from now on.</summary>
    public ServiceActivation? Activation { get; init; }

    /// <summary>Of <see cref="SupervisorOperation.Join"/>: the process whose end is the leave.</summary>
    public int? Pid { get; init; }

    /// <summary>Of a <see cref="SupervisorOperation.Join"/> before the hook has run, which has no activation yet: <see cref="ServiceActivation.Start"/>.</summary>
    public string? Start { get; init; }

    /// <summary>Answer when it is settled, not when it is begun.</summary>
    public bool Wait { get; init; }

    /// <summary>Of <see cref="SupervisorOperation.Restart"/>: the new instance is made ready on another port before the old one ends.</summary>
    public bool Warm { get; init; }

    /// <summary>Of <see cref="SupervisorOperation.Start"/>: run on after the last activation has left.</summary>
    public bool Detach { get; init; }
}
