namespace EnvCompiler.Resolve.Explaining;

/// <summary>Why a version is not the one that is locked; the first that holds, in this order.</summary>
public enum RejectionReason
{
    /// <summary>The <c>version</c> of the entry in <c>[install]</c> rules it out.</summary>
    Constraint,

    /// <summary>The entry in <c>[install]</c> takes its package from another catalog.</summary>
    OtherCatalog,

    /// <summary>A package of the group needs another version.</summary>
    Need,

    /// <summary>It and a package of the group conflict.</summary>
    Conflict,

    /// <summary>It needs something that no suite has.</summary>
    MissingDependency,

    /// <summary>Its suite comes after the one of the version that is locked.</summary>
    LaterSuite,

    /// <summary>The version that is locked is higher.</summary>
    LowerVersion,

    /// <summary>It would be preferred, but the lock keeps what it has, or what was chosen before it rules it out.</summary>
    Kept,
}
