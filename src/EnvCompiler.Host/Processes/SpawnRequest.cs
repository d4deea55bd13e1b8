using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>A program to start as the leader of a session of its own, with default signals and nothing inherited but what is named.</summary>
public sealed record SpawnRequest
{
    /// <summary>Absolute path of an executable.</summary>
    public required string Program { get; init; }

    /// <summary>argv, its first element included.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>All variables of the new process.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Absolute working directory.</summary>
    public required string Directory { get; init; }

    /// <summary>What becomes descriptor 0, 1, 2, and so on, in this order; everything else is closed by its close-on-exec flag.</summary>
    public required IReadOnlyList<SafeFileHandle> Descriptors { get; init; }

    /// <summary>The only processors that it may run on; null means those of this process.</summary>
    public IReadOnlyList<int>? Processors { get; init; }

    /// <summary>Its <see cref="OomScore"/>, which <see cref="OomScore.TrySet"/> has taken before; null means that of this process.</summary>
    public int? OomScoreAdjust { get; init; }
}
