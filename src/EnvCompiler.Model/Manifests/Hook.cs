namespace EnvCompiler.Model.Manifests;

/// <summary>Bash scripts around an activation's life; they run inside the default group's root.</summary>
public sealed record Hook
{
    /// <summary>Sourced once per start; what it exports reaches the shell and the services.</summary>
    public string? OnActivate { get; init; }

    /// <summary>Run once after the last activation has left.</summary>
    public string? OnDeactivate { get; init; }
}
