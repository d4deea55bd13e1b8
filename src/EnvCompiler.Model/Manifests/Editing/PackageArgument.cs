namespace EnvCompiler.Model.Manifests.Editing;

/// <summary>A package as a command line names it: <c>[CATALOG/]NAME[@VERSION]</c>.</summary>
/// <param name="PkgPath"><c>NAME</c> or <c>CATALOG/NAME</c>.</param>
/// <param name="Version">Version constraint, or null for any.</param>
public sealed record PackageArgument(string PkgPath, string? Version)
{
    /// <summary>The install id it gets when none is chosen: the name.</summary>
    public string Name => PkgPath[(PkgPath.LastIndexOf('/') + 1)..];

    /// <summary>Reads an argument; null where a part of it is empty.</summary>
    public static PackageArgument? TryParse(string argument)
    {
        var at = argument.IndexOf('@', StringComparison.Ordinal);
        var package = at < 0 ? new PackageArgument(argument, Version: null) : new PackageArgument(argument[..at], argument[(at + 1)..]);
        return package.Name.Length > 0 && package.PkgPath[0] != '/' && package.Version?.Length != 0 ? package : null;
    }
}
