namespace EnvCompiler.Compile.Generations;

/// <summary>How a generation became live.</summary>
public static class HistoryKind
{
    /// <summary>It was compiled here, from the environment's manifest and lock.</summary>
    public const string Build = "build";

    /// <summary>Somebody chose it by number.</summary>
    public const string Switch = "switch";

    /// <summary>Somebody went back to it.</summary>
    public const string Rollback = "rollback";

    /// <summary>It came from a registry.</summary>
    public const string Pull = "pull";
}
