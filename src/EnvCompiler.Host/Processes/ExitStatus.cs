using System.Text.Json.Serialization;

namespace EnvCompiler.Host.Processes;

/// <summary>How a process ended.</summary>
/// <param name="Code">Exit code; 128+N when signal N ended it, as shells say it.</param>
/// <param name="Signal">The signal that ended it, or null.</param>
public readonly record struct ExitStatus(int Code, int? Signal = null)
{
    /// <summary>Of a process that was no child of this one: its end was seen, its code went to its parent.</summary>
    public static ExitStatus Unknown { get; } = new(-1);

    /// <summary>False of <see cref="Unknown"/>.</summary>
    [JsonIgnore]
    public bool IsKnown => Code >= 0;

    /// <summary>Ended by itself with code 0.</summary>
    [JsonIgnore]
    public bool Succeeded => Code == 0 && Signal is null;

    /// <summary><c>exit code 3</c>, <c>signal KILL</c>, or <c>exit code 143 (TERM)</c> when a shell or bwrap passed a signal on as a code.</summary>
    public override string ToString() =>
        !IsKnown ? "an exit code that is not known"
        : Signal is { } signal ? $"signal {SignalNames.Of(signal)}"
        : Code > 128 && SignalNames.Known(Code - 128) is { } name ? $"exit code {Code} ({name})"
        : $"exit code {Code}";
}
