namespace EnvCompiler.Model.Backends;

/// <summary>The weights an engine loads, and the variables by which the stages of its pipeline speak of them.</summary>
public sealed record BackendModel
{
    /// <summary>File formats the engine loads; <c>gguf</c> is known.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>The model's name.</summary>
    public required string NameVariable { get; init; }

    /// <summary>First file of the model; a relative path is relative to <c>ENVC_ENV_PROJECT</c>, else to the working directory.</summary>
    public required string PathVariable { get; init; }

    /// <summary>SHA-256 of every file, in the order of the files, comma separated.</summary>
    public required string Sha256Variable { get; init; }

    /// <summary>What resolve-model tells serve: the absolute path of the file that the engine opens.</summary>
    public required string ResolvedVariable { get; init; }
}
