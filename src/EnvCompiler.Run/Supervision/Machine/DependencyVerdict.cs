namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>What a dependency means for a service that needs it.</summary>
internal enum DependencyVerdict
{
    /// <summary>Its condition holds.</summary>
    Holds,

    /// <summary>It does not hold yet, or not for the moment.</summary>
    Pending,

    /// <summary>It will not hold unless somebody does something.</summary>
    Failed,
}
