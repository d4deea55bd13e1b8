namespace EnvCompiler.Model.Locks;

/// <summary>One package that two locks differ in.</summary>
public sealed record LockChange
{
    /// <summary>Target that it is locked for.</summary>
    public required string Target { get; init; }

    /// <summary>Group whose root it is in.</summary>
    public required string Group { get; init; }

    /// <summary>Package name.</summary>
    public required string Package { get; init; }

    /// <summary>The version before; null where it is new.</summary>
    public string? From { get; init; }

    /// <summary>The version now; null where it is gone.</summary>
    public string? To { get; init; }

    /// <summary>Of a native package, the build before.</summary>
    public string? FromBuild { get; init; }

    /// <summary>Of a native package, the build now.</summary>
    public string? ToBuild { get; init; }

    /// <summary>Size of the artifact before, in bytes.</summary>
    public long? FromSize { get; init; }

    /// <summary>Size of the artifact now, in bytes.</summary>
    public long? ToSize { get; init; }
}
