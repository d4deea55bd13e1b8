namespace EnvCompiler.Store.Imaging;

/// <summary>Licences of a package as its copyright file says them, where that is machine-readable (Debian's copyright-format 1.0, DEP-5).</summary>
public static class PackageLicences
{
    private const string Format = "copyright-format/1.0";
    private const string Field = "License:";

    /// <summary>The short names of all licences in the file, sorted; null where there is no such file or it is free text.</summary>
    /// <param name="root">File system of a root with the package.</param>
    /// <param name="package">Its name.</param>
    public static IReadOnlyList<string>? Of(string root, string package)
    {
        if (new RootLibraries(root).Resolve($"usr/share/doc/{package}/copyright") is not { } file)
            return null;
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var isFormatted = false;
        var isFiles = false;
        foreach (var line in File.ReadLines(file))
        {
            isFormatted |= line.StartsWith("Format:", StringComparison.OrdinalIgnoreCase) && line.TrimEnd().TrimEnd('/').EndsWith(Format, StringComparison.Ordinal);
            if (!isFormatted)
                continue;
            // A paragraph of a licence alone is its text; what licence which files have is said where these are named.
            if (line.Trim().Length == 0)
                isFiles = false;
            else if (line.StartsWith("Files:", StringComparison.OrdinalIgnoreCase))
                isFiles = true;
            else if (isFiles && line.StartsWith(Field, StringComparison.OrdinalIgnoreCase) && line[Field.Length..].Trim() is { Length: > 0 } name)
                names.Add(name);
        }

        return names.Count > 0 ? [.. names] : null;
    }
}
