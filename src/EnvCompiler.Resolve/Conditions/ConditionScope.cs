namespace EnvCompiler.Resolve.Conditions;

/// <summary>Where a condition stands, which decides what it can ask for.</summary>
public enum ConditionScope
{
    /// <summary>At a package or a model: evaluated for each target when the environment is locked.</summary>
    Target,

    /// <summary>At a service: evaluated where it starts, so the GPUs are known too.</summary>
    Service,
}
