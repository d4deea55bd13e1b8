using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Gpu;
using EnvCompiler.Run.Preflight;

namespace EnvCompiler.Run.Backends;

/// <summary>What a stage touches of the host; tests give another one.</summary>
public sealed record StageHost
{
    /// <summary>Variables of this process.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Data.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>What is said to people.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Working directory.</summary>
    public required string Directory { get; init; }

    /// <summary>Effective user id.</summary>
    public required uint UserId { get; init; }

    /// <summary>Where the kernel's process files are.</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Writes.</summary>
    public IFileOperations Files { get; init; } = new PosixFileOperations();

    /// <summary>Clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Helper programs.</summary>
    public IProcessRunner Processes { get; init; } = new ProcessRunner();

    /// <summary>Sends signals.</summary>
    public ISignalSender Signals { get; init; } = new PidFdSignalSender();

    /// <summary>Looks at GPUs.</summary>
    public IGpuProbe Gpus { get; init; } = new HostGpuProbe(new ProcessRunner());

    /// <summary>Becomes a program: path, argv, variables.</summary>
    public Action<string, IReadOnlyList<string>, IReadOnlyDictionary<string, string>> Exec { get; init; } = Host.Processes.Exec.Replace;

    /// <summary>The real host.</summary>
    public static StageHost Real()
    {
        var variables = OwnVariables.Read();
        return new StageHost
        {
            Variables = variables,
            Output = StandardStream.Output,
            Error = StandardStream.Error,
            Directory = Environment.CurrentDirectory,
            UserId = HostPlaces.UserId,
        };
    }
}
