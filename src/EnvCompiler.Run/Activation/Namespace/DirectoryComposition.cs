namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>
/// A read-only directory of a root with some names replaced. Unchanged entries are symlinks into the root in the store, which cost a
/// microsecond each and never go stale; a directory on the way to a replaced name is made anew.
/// </summary>
/// <param name="steps">Where the steps go.</param>
/// <param name="rootFileSystem">The root in the store.</param>
/// <param name="replacements">What comes at a path instead, by absolute path inside.</param>
internal sealed class DirectoryComposition(
    List<NamespaceStep> steps, string rootFileSystem, IReadOnlyDictionary<string, NamespaceStep> replacements)
{
    /// <summary>Composes a directory and all below it.</summary>
    /// <param name="directory">Absolute path inside.</param>
    internal void Compose(string directory)
    {
        steps.Add(new DirectoryStep(directory));
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
                    steps.Add(new SymlinkStep(entry.LinkTarget ?? entry.FullName, $"{directory}/{entry.Name}"));
            }
        }

        foreach (var name in names)
        {
            var path = $"{directory}/{name}";
            if (replacements.TryGetValue(path, out var step))
                steps.Add(step);
            else
                Compose(path);
        }
    }
}
