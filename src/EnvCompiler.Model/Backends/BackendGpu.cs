namespace EnvCompiler.Model.Backends;

/// <summary>That an engine computes on the GPU of its target, unless a variable says otherwise. One that does not is not ready.</summary>
public sealed record BackendGpu
{
    /// <summary>The variable that can turn it off.</summary>
    public required string OffVariable { get; init; }

    /// <summary>The value that does.</summary>
    public required string OffValue { get; init; }
}
