namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>Paths as texts: nothing is asked of the file system, and a relative one stays relative.</summary>
internal static class TextualPath
{
    /// <summary>A path that starts from another one, without needless steps.</summary>
    internal static string Join(string directory, string path)
    {
        var joined = Path.Combine(directory, path);
        var parts = new List<string>();
        foreach (var part in joined.Split('/'))
        {
            if (part == ".." && parts is [.., not ".."])
                parts.RemoveAt(parts.Count - 1);
            else if (part is not ("" or ".") && !(part == ".." && joined.StartsWith('/')))
                parts.Add(part);
        }

        return (joined.StartsWith('/') ? "/" : "") + (parts.Count > 0 || joined.StartsWith('/') ? string.Join('/', parts) : ".");
    }
}
