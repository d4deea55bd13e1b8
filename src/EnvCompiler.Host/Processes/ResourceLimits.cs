namespace EnvCompiler.Host.Processes;

/// <summary>Limits of this process that its children inherit (getrlimit(2)).</summary>
public static class ResourceLimits
{
    private const int RLIMIT_NOFILE = 7;

    /// <summary>The highest number of descriptors that this process may allow itself and its children.</summary>
    public static unsafe long MostFiles
    {
        get
        {
            var limit = stackalloc ulong[2];
            return Libc.GetLimit(RLIMIT_NOFILE, limit) == 0 ? (long)Math.Min(limit[1], long.MaxValue) : throw Libc.Error("ask for", "the limit of descriptors");
        }
    }
}
