using EnvCompiler.Model.Layout;

namespace EnvCompiler.Host.Machine;

/// <summary>
/// Chooses where programs of an environment write: its <c>.envc</c>, or <c>$XDG_CACHE_HOME/envc/environments/DIR/.envc</c> where this user
/// cannot write there: read-only media, a file server that makes uid 0 nobody, somebody else's environment. Generated scripts
/// choose the same way (see <c>templates/</c>).
/// </summary>
public static class LocalState
{
    /// <summary>The layout of the environment in a directory, for this host and user.</summary>
    /// <param name="directory">Absolute real path.</param>
    public static EnvironmentLayout LayoutOf(string directory)
    {
        var layout = new EnvironmentLayout(directory);
        var own = layout.HostFacts(HostPlaces.HostName, HostPlaces.UserId);
        foreach (var place in (ReadOnlySpan<string>)[own, Path.GetDirectoryName(own)!, layout.State])
        {
            if (Directory.Exists(place))
                return Libc.IsWritable(place) ? layout : layout with { LocalState = InCache(directory) };
        }

        return layout;
    }

    private static string InCache(string directory) => $"{HostPlaces.CacheHome}/envc/environments{directory.TrimEnd('/')}/.envc";
}
