namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>How a version must stand to the one in a <see cref="Relation"/> (Debian Policy 7.1).</summary>
public enum VersionRelation
{
    /// <summary>No version is named: any will do.</summary>
    Any,

    /// <summary><c>&lt;&lt;</c>.</summary>
    Earlier,

    /// <summary><c>&lt;=</c>, and the obsolete <c>&lt;</c>.</summary>
    EarlierOrEqual,

    /// <summary><c>=</c>.</summary>
    Equal,

    /// <summary><c>>=</c>, and the obsolete <c>></c>.</summary>
    LaterOrEqual,

    /// <summary><c>>></c>.</summary>
    Later,
}
