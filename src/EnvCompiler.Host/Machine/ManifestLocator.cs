using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Host.Machine;

/// <summary>
/// Finds the manifest of a directory, in this order:
/// <list type="number">
/// <item><c>DIR/manifest.toml</c></item>
/// <item><c>DIR/.envc/env/manifest.toml</c></item>
/// <item><c>DIR/.flox/env/manifest.toml</c>; the lock then lies in <c>.envc/env</c>, because Flox owns the one beside the manifest</item>
/// </list>
/// </summary>
public static class ManifestLocator
{
    /// <summary>The layout of an environment whose manifest may be missing: it has its generations and its lock file still, and one that is pulled has none yet.</summary>
    /// <param name="directory">Absolute, or relative to the current directory.</param>
    public static EnvironmentLayout LayoutOf(string directory) =>
        Find(directory).TryGet(out var found) ? found : LocalState.LayoutOf(HostPlaces.RealPath(directory));

    /// <summary>The layout of the environment in a directory.</summary>
    /// <param name="directory">Absolute, or relative to the current directory.</param>
    public static Result<EnvironmentLayout> Find(string directory)
    {
        var layout = LocalState.LayoutOf(HostPlaces.RealPath(directory));
        if (File.Exists(layout.Manifest))
            return layout;
        var ownLock = Path.Combine(layout.State, "env", "manifest.lock");
        foreach (var parent in (ReadOnlySpan<string>)[".envc", ".flox"])
        {
            var manifest = Path.Combine(layout.Directory, parent, "env", "manifest.toml");
            if (File.Exists(manifest))
                return layout with { Manifest = manifest, Lock = ownLock };
        }

        return ManifestDiagnostics.NoManifest(directory, Directory.Exists(directory));
    }
}
