namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>One variable of a service and what decides it.</summary>
public sealed record ExplainedVariable
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its value; <c>***</c> where it is secret.</summary>
    public required string Value { get; init; }

    /// <summary>Where that comes from.</summary>
    public required VariableSource Source { get; init; }

    /// <summary>The include whose <c>[vars]</c> that is; null for the manifest itself and for other sources.</summary>
    public string? Include { get; init; }

    /// <summary>What weaker sources say, the strongest of them first.</summary>
    public IReadOnlyList<VariableValue> Instead { get; init; } = [];

    /// <summary>What the server gets for it, secrets masked; empty where it is no argument.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The engine's own variable that gets the value, or null.</summary>
    public string? ExportedAs { get; init; }

    /// <summary>Bash expands the value inside the root at activation.</summary>
    public bool NeedsShell { get; init; }
}
