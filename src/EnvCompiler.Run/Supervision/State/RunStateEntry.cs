using System.Text.Json.Serialization;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Machine;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>One running instance.</summary>
internal sealed record RunStateEntry
{
    /// <summary>Name of its service.</summary>
    public required string Service { get; init; }

    /// <summary>Its number.</summary>
    public required int Instance { get; init; }

    /// <summary>Where it is in its life.</summary>
    public InstancePhase Phase { get; init; }

    /// <summary>Pid and session of its first process.</summary>
    public required int Pid { get; init; }

    /// <summary>Clock ticks since boot, as <c>/proc/PID/stat</c> has them.</summary>
    public required long StartTime { get; init; }

    /// <summary>The program, where the first process is bwrap or proot around it.</summary>
    public ProcessIdentity? Program { get; init; }

    /// <summary>The pipe that standard output goes to.</summary>
    public FileIdentity? Output { get; init; }

    /// <summary>The pipe that standard error goes to.</summary>
    public FileIdentity? Error { get; init; }

    /// <summary>Where it listens: <c>http://HOST:PORT</c> or <c>unix:/PATH</c>.</summary>
    public string? Address { get; init; }

    /// <summary>UUIDs of the GPUs that it was given.</summary>
    public IReadOnlyList<string>? Gpus { get; init; }

    /// <summary>Generation number.</summary>
    public int Generation { get; init; }

    /// <summary><c>SYSTEM/ACCELERATOR</c>.</summary>
    public string? Target { get; init; }

    /// <summary>The first process.</summary>
    [JsonIgnore]
    public ProcessIdentity First => new(Pid, StartTime);
}
