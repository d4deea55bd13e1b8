namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>The fields of a package that resolution and search need. Those up to <see cref="Description"/> stay text, in this order.</summary>
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
    Description,
    Package,
    Size,
    Sha256,
    Essential,
    MultiArch,
    Priority,
}
