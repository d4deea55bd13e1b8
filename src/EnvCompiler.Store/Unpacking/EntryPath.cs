namespace EnvCompiler.Store.Unpacking;

/// <summary>Names of archive entries as paths relative to a root, with merged-/usr applied.</summary>
internal static class EntryPath
{
    private const int MaximumPath = 4095;
    private const int MaximumName = 255;

    /// <summary>Top-level directories that are links into <c>usr</c> in every Debian root since trixie.</summary>
    public static readonly string[] MergedDirectories = ["bin", "lib", "lib32", "lib64", "libo32", "libx32", "sbin"];

    /// <summary><c>./bin/sed</c> becomes <c>usr/bin/sed</c>; the root itself is the empty string.</summary>
    /// <exception cref="InvalidDataException">The name leaves the root or cannot be a file's.</exception>
    public static string Normalise(string name)
    {
        if (name.StartsWith('/'))
            throw new InvalidDataException($"`{name}` is an absolute path");
        if (name.Length > MaximumPath)
            throw new InvalidDataException("a path is longer than 4095 characters");
        var trimmed = name.AsSpan();
        while (trimmed.StartsWith("./"))
            trimmed = trimmed[2..];
        trimmed = trimmed.TrimEnd('/');
        if (trimmed is "" or ".")
            return "";
        foreach (var range in trimmed.Split('/'))
        {
            var part = trimmed[range];
            if (part is "..")
                throw new InvalidDataException($"`{name}` leaves the root");
            if (part is "" or "." || part.Length > MaximumName)
                throw new InvalidDataException($"`{name}` is not a normal path");
        }

        return Merge(trimmed.ToString());
    }

    /// <summary>Moves what lies under a merged directory to <c>usr</c>.</summary>
    public static string Merge(string path)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var top = slash < 0 ? path : path[..slash];
        return Array.IndexOf(MergedDirectories, top) >= 0 ? $"usr/{path}" : path;
    }

    /// <summary>Whether an entry of the archive is one of the merged directories itself, which every root has as links.</summary>
    public static bool IsMergedLink(string archivedName) =>
        Array.IndexOf(MergedDirectories, archivedName.StartsWith("./", StringComparison.Ordinal) ? archivedName[2..] : archivedName) >= 0;

    /// <summary>The directory of a path; empty for a top-level one.</summary>
    public static string Parent(string path)
    {
        var slash = path.LastIndexOf('/');
        return slash < 0 ? "" : path[..slash];
    }
}
