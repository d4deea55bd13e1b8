namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>The fields of a package that an image keeps as text, in the order of their bytes.</summary>
internal enum TextField
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
}
