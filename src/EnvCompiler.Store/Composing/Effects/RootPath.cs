namespace EnvCompiler.Store.Composing.Effects;

/// <summary>Paths in a root, as scripts and <c>tmpfiles.d</c> name them.</summary>
internal static class RootPath
{
    /// <summary>An absolute path without empty and <c>.</c> parts.</summary>
    /// <returns>Null when it is not absolute, is the root directory itself, or climbs with <c>..</c>: where that leads is a matter of symlinks.</returns>
    public static string? Normalise(string path)
    {
        if (!path.StartsWith('/') || path.Contains('\0'))
            return null;
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        return parts.Length == 0 || parts.Contains("..") ? null : "/" + string.Join('/', parts);
    }
}
