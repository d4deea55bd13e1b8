namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>The <c>Priority</c> field (Debian Policy 2.5), most important first.</summary>
public enum PackagePriority
{
    /// <summary>Necessary for the system to work.</summary>
    Required,

    /// <summary>Expected on any system.</summary>
    Important,

    /// <summary>A reasonable character-mode system.</summary>
    Standard,

    /// <summary>Everything else, and packages that say nothing.</summary>
    Optional,

    /// <summary>Deprecated, as <see cref="Optional"/>.</summary>
    Extra,
}
