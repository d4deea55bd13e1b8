namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>The fields of a package that resolution needs. Those up to <see cref="Replaces"/> stay text, in this order.</summary>
internal enum PackageField
{
    Version,
    Architecture,
    Section,
    Source,
    Filename,
    PreDepends,
    Depends,
    Provides,
    Conflicts,
    Breaks,
    Replaces,
    Package,
    Size,
    Sha256,
    Essential,
    MultiArch,
    Priority,
}
