using EnvCompiler.Model.Generations;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>A generation on its way: all that another machine needs to compile the same one.</summary>
public sealed record ShippedGeneration
{
    /// <summary>How it came about where it was built; the number is in it, and the digest of its <c>generation.json</c>.</summary>
    public required HistoryEntry Entry { get; init; }

    /// <summary>Lines of generations before it that are not there any more, so that the history has no gap.</summary>
    public IReadOnlyList<HistoryEntry> Before { get; init; } = [];

    /// <summary><c>manifest.toml</c>.</summary>
    public required byte[] Manifest { get; init; }

    /// <summary><c>manifest.lock</c>.</summary>
    public required byte[] Lock { get; init; }

    /// <summary>What its roots bring, so that it can be compiled without them.</summary>
    public required BuiltCommands Commands { get; init; }

    /// <summary>The envc that compiled it.</summary>
    public required string EnvcVersion { get; init; }

    /// <summary>Its number.</summary>
    public int Number => Entry.Generation;
}
