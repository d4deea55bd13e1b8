namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// A read-only directory of a root with some names replaced. Unchanged entries are symlinks into the root in the store, which cost a
/// microsecond each and never go stale; a directory on the way to a replaced name is made anew.
/// </summary>
/// <param name="arguments">Where the options go.</param>
/// <param name="rootFileSystem">The root in the store.</param>
/// <param name="replacements">What comes at a path instead: options of bwrap, by absolute path inside.</param>
internal sealed class DirectoryComposition(
    ArgumentList arguments, string rootFileSystem, IReadOnlyDictionary<string, string[]> replacements)
{
    /// <summary>Composes a directory and all below it.</summary>
    /// <param name="directory">Absolute path inside.</param>
    internal void Compose(string directory)
    {
        arguments.Add("--dir", directory);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var path in replacements.Keys)
        {
            if (path.Length > directory.Length && StorePlaces.IsWithin(path, directory))
                names.Add(path[(directory.Length + 1)..].Split('/')[0]);
        }

        var source = new DirectoryInfo(rootFileSystem + directory);
        if (source.Exists)
        {
            foreach (var entry in source.EnumerateFileSystemInfos())
            {
                if (!names.Contains(entry.Name))
                    arguments.Add("--symlink", entry.LinkTarget ?? entry.FullName, $"{directory}/{entry.Name}");
            }
        }

        foreach (var name in names)
        {
            var path = $"{directory}/{name}";
            if (replacements.TryGetValue(path, out var options))
                arguments.Add(options);
            else
                Compose(path);
        }
    }
}
