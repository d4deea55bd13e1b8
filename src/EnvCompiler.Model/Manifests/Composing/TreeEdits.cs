using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>What is changed of an included manifest before it is merged.</summary>
internal static class TreeEdits
{
    private const string Scheme = "://";
    private const string LayoutPrefix = "oci:";

    /// <summary>Without the keys that concern itself alone.</summary>
    internal static TomlTable WithoutOwn(TomlTable manifest) =>
        new(manifest.Span, manifest.Entries.Where(entry => !MergeRules.IsOwn(entry.Key)));

    /// <summary>Without a key; null where it is not there.</summary>
    /// <param name="table">The table.</param>
    /// <param name="path">Keys from the table.</param>
    internal static TomlTable? Remove(TomlTable table, ReadOnlySpan<string> path)
    {
        if (!table.TryGet(path[0], out var found))
            return null;
        if (path.Length == 1)
            return new TomlTable(table.Span, table.Entries.Where(entry => entry != found));
        return found.Value is TomlTable inner && Remove(inner, path[1..]) is { } rest ? Replace(table, found, rest) : null;
    }

    /// <summary>Every key of a table at any depth, as a path.</summary>
    internal static IEnumerable<string> PathsOf(TomlTable table, string path = "")
    {
        foreach (var entry in table.Entries)
        {
            var key = KeyPath.Append(path, entry.Key);
            yield return key;
            foreach (var inner in entry.Value is TomlTable deeper ? PathsOf(deeper, key) : [])
                yield return inner;
        }
    }

    /// <summary>
    /// With the files of catalogs as they are to be found from the environment that includes it. Models stay relative to that environment: they must lie in it.
    /// </summary>
    /// <param name="manifest">The manifest.</param>
    /// <param name="directory">Its directory, relative to the other's.</param>
    internal static TomlTable Rebase(TomlTable manifest, string directory)
    {
        if (!manifest.TryGet("catalogs", out var section) || section.Value is not TomlTable catalogs)
            return manifest;
        foreach (var catalog in catalogs.Entries)
        {
            if (catalog.Value is not TomlTable table)
                continue;
            foreach (var key in (ReadOnlySpan<string>)["location", "keyring"])
            {
                if (table.TryGet(key, out var entry) && entry.Value is TomlString { Value: { Length: > 0 } path })
                    table = Replace(table, entry, new TomlString(entry.Value.Span, Rebase(path, directory)));
            }

            catalogs = Replace(catalogs, catalog, table);
        }

        return Replace(manifest, section, catalogs);
    }

    private static string Rebase(string location, string directory) =>
        location.Contains(Scheme, StringComparison.Ordinal) ? location
        : location.StartsWith(LayoutPrefix, StringComparison.Ordinal) ? LayoutPrefix + TextualPath.Join(directory, location[LayoutPrefix.Length..])
        : TextualPath.Join(directory, location);

    private static TomlTable Replace(TomlTable table, TomlEntry old, TomlValue value) =>
        new(table.Span, table.Entries.Select(entry => entry == old ? entry with { Value = value } : entry));
}
