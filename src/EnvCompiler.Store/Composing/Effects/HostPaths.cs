namespace EnvCompiler.Store.Composing.Effects;

/// <summary>Directories of the host that every root sees as they are: nothing is made there. <c>/var/run</c> itself is a link of the root.</summary>
internal static class HostPaths
{
    private static readonly string[] Directories =
        ["/run/", "/tmp/", "/dev/", "/proc/", "/sys/", "/home/", "/var/run/", "/var/tmp/", "/var/lock/"];

    /// <summary>Whether an absolute path is in one of them.</summary>
    public static bool Contains(string path) => Array.Exists(Directories, path.StartsWith) || Array.Exists(Directories, directory => directory.LastIndexOf('/', directory.Length - 2) == 0 && directory.AsSpan(0, directory.Length - 1).SequenceEqual(path));
}
