namespace EnvCompiler.Debian.Tests.Judges;

/// <summary>Paragraphs of Packages files as text, to hand some of them to another judge.</summary>
internal sealed class Stanzas
{
    private static readonly string[] OfferFields = ["Package: ", "Version: ", "Architecture: ", "Multi-Arch: ", "Provides: "];

    private static readonly string[] NeedFields = ["Depends: ", "Pre-Depends: "];

    private readonly Dictionary<(string Name, string Version), string> texts = [];

    /// <summary>Reads the wanted ones.</summary>
    internal static Task<Stanzas> Read(string packagesFile, IReadOnlySet<(string Name, string Version)> wanted) => Read([packagesFile], wanted);

    /// <summary>Reads the wanted ones of several files.</summary>
    internal static async Task<Stanzas> Read(IReadOnlyList<string> packagesFiles, IReadOnlySet<(string Name, string Version)> wanted)
    {
        var stanzas = new Stanzas();
        foreach (var file in packagesFiles)
        {
            await foreach (var lines in Split(file))
            {
                var key = (Value(lines, "Package: ")!, Value(lines, "Version: ")!);
                if (wanted.Contains(key))
                    stanzas.texts[key] = $"{string.Join('\n', lines)}\n\n";
            }
        }

        return stanzas;
    }

    /// <summary>What has or provides one of the names, with nothing that it needs or refuses.</summary>
    internal static async Task<IReadOnlyList<string>> Offers(string packagesFile, IReadOnlySet<string> names)
    {
        var offers = new List<string>();
        await foreach (var lines in Split(packagesFile))
        {
            var provided = Value(lines, "Provides: ")?.Split(',', StringSplitOptions.TrimEntries).Select(relation => relation.Split(' ', ':')[0]) ?? [];
            if (!provided.Append(Value(lines, "Package: ")!).Any(names.Contains))
                continue;
            var kept = lines.Where(line => OfferFields.Any(field => line.StartsWith(field, StringComparison.Ordinal)));
            offers.Add($"{string.Join('\n', kept)}\n\n");
        }

        return offers;
    }

    /// <summary>A stanza of a package that needs nothing.</summary>
    internal static string WithoutNeeds(string stanza) =>
        string.Join('\n', stanza.Split('\n').Where(line => !NeedFields.Any(field => line.StartsWith(field, StringComparison.Ordinal))));

    /// <summary>One of them, with the empty line that ends it.</summary>
    internal string this[string name, string version] => texts[(name, version)];

    private static async IAsyncEnumerable<List<string>> Split(string packagesFile)
    {
        var lines = new List<string>();
        await foreach (var line in File.ReadLinesAsync(packagesFile))
        {
            if (line.Length > 0)
            {
                lines.Add(line);
                continue;
            }

            if (lines.Count > 0)
                yield return lines;
            lines = [];
        }

        if (lines.Count > 0)
            yield return lines;
    }

    private static string? Value(List<string> lines, string field) =>
        lines.Find(line => line.StartsWith(field, StringComparison.Ordinal))?[field.Length..];
}
