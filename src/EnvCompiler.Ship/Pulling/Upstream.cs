namespace EnvCompiler.Ship.Pulling;

/// <summary><c>.envc/upstream.json</c>: where an environment was pushed to or pulled from last.</summary>
public sealed record Upstream
{
    /// <summary>The repository, without tag.</summary>
    public required string Repository { get; init; }

    /// <summary>Plain HTTP was asked for.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>It has packages: artifacts are looked for there first.</summary>
    public bool Packages { get; init; }
}
