namespace EnvCompiler.Model.Backends;

/// <summary>How preflight knows a process of this engine: it may stop such a one, and no other.</summary>
public sealed record BackendOwner
{
    /// <summary>Names of the executable, of the process (<c>comm</c>) or of one of its first arguments, without directories.</summary>
    public required IReadOnlyList<string> ProcessNames { get; init; }

    /// <summary>How many arguments from argv[0] on are looked at.</summary>
    public required int LeadingArguments { get; init; }
}
