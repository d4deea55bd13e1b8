using System.Text;

namespace EnvCompiler.Store.Unpacking;

/// <summary>What a package's control archive says.</summary>
internal sealed record ControlArchive
{
    // Debian's largest control archives are a few hundred KiB (md5sums, templates).
    private const int MaximumFile = 16 << 20;

    /// <summary>The <c>control</c> file.</summary>
    public required string Control { get; init; }

    /// <summary>Lines of <c>conffiles</c>.</summary>
    public required IReadOnlyList<string> Conffiles { get; init; }

    /// <summary>The <c>md5sums</c> file, where there is one.</summary>
    public string? Md5Sums { get; init; }

    /// <summary><c>preinst</c> and <c>postinst</c>, where there are any.</summary>
    public required SortedDictionary<string, string> Scripts { get; init; }

    /// <summary>Reads the archive.</summary>
    /// <exception cref="InvalidDataException">Damaged, or without a <c>control</c> file.</exception>
    public static ControlArchive Read(TarReader tar)
    {
        var scripts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        string? control = null;
        string? md5Sums = null;
        string[] conffiles = [];
        while (tar.TryNext(out var entry))
        {
            if (entry.Kind != TarEntryKind.File)
                continue;
            switch (EntryPath.Normalise(entry.Name))
            {
                case "control":
                    control = ReadText(tar, entry);
                    break;
                case "conffiles":
                    conffiles = ReadText(tar, entry).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                    break;
                case "md5sums":
                    md5Sums = ReadText(tar, entry);
                    break;
                case "preinst" or "postinst":
                    scripts[EntryPath.Normalise(entry.Name)] = ReadText(tar, entry);
                    break;
            }
        }

        tar.Finish();
        return new ControlArchive
        {
            Control = control ?? throw new InvalidDataException("its control archive has no `control` file"),
            Conffiles = conffiles,
            Md5Sums = md5Sums,
            Scripts = scripts,
        };
    }

    private static string ReadText(TarReader tar, TarEntry entry)
    {
        if (entry.Size > MaximumFile)
            throw new InvalidDataException($"`{entry.Name}` of its control archive is larger than 16 MiB");
        var text = new byte[(int)entry.Size];
        for (var filled = 0; filled < text.Length;)
        {
            var piece = tar.ReadContent();
            piece.CopyTo(text.AsSpan(filled));
            filled += piece.Length;
        }

        return Encoding.UTF8.GetString(text);
    }
}
