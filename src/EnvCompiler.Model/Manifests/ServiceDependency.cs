namespace EnvCompiler.Model.Manifests;

/// <summary>That a service needs another one.</summary>
public sealed record ServiceDependency
{
    /// <summary>What must hold before the service is started.</summary>
    public DependencyCondition Condition { get; init; } = DependencyCondition.Ready;

    /// <summary>A new instance of the other one restarts the service too; otherwise the service runs on while the other one is restarted.</summary>
    public bool Restart { get; init; }
}
