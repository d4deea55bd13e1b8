namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>The <c>Multi-Arch</c> field (deb-control(5)).</summary>
public enum MultiArch
{
    /// <summary>Absent or <c>no</c>: satisfies its own architecture only.</summary>
    No,

    /// <summary>Installable once for each architecture.</summary>
    Same,

    /// <summary>Satisfies every architecture.</summary>
    Foreign,

    /// <summary>Satisfies every architecture where the dependency says <c>:any</c>.</summary>
    Allowed,
}
