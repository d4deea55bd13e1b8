using EnvCompiler.Toml;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests;

/// <summary>Dotted paths of keys as messages and <see cref="ManifestSource.Places"/> write them.</summary>
public static class KeyPath
{
    /// <summary><c>install.llama</c>; a name that is no bare key is quoted as in TOML: <c>install."a.b"</c>.</summary>
    public static string Of(params ReadOnlySpan<string> names)
    {
        var path = "";
        foreach (var name in names)
            path = Append(path, name);
        return path;
    }

    /// <summary>One name more.</summary>
    /// <param name="path">A path, empty for the top level.</param>
    /// <param name="name">A key as it is meant, without quotes.</param>
    public static string Append(string path, string name)
    {
        var isBare = name.Length > 0;
        foreach (var c in name)
            isBare &= char.IsAsciiLetterOrDigit(c) || c is '_' or '-';
        var key = isBare ? name : $"\"{name.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
        return path.Length == 0 ? key : $"{path}.{key}";
    }

    /// <summary>The names of a path, which is written as <see cref="Of"/> writes it.</summary>
    /// <param name="path">Such as <c>install."a.b"</c>.</param>
    /// <param name="names">The keys without quotes, from the top.</param>
    public static bool TryParse(string path, out IReadOnlyList<string> names)
    {
        var found = new List<string>();
        for (var table = TomlDocument.Parse($"[{path}]").Root; table?.Entries is [var entry]; table = entry.Value as TomlTable)
            found.Add(entry.Key);
        names = found;
        return found.Count > 0 && Of([.. found]) == path;
    }
}
