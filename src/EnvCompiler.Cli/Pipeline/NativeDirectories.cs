using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Where the native catalogs of a manifest are that are directories.</summary>
internal static class NativeDirectories
{
    /// <summary>Absolute directories by catalog.</summary>
    internal static Dictionary<string, string> Of(Manifest manifest, EnvironmentLayout layout)
    {
        var directories = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, catalog) in manifest.Catalogs)
        {
            if (catalog is { Type: CatalogDefinition.Native, Location: { } location } && !CatalogDefinition.IsRepository(location))
                directories.Add(name, Path.GetFullPath(location, layout.Directory));
        }

        return directories;
    }
}
