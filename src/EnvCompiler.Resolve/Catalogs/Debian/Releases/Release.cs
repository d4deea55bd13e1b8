using System.Globalization;

namespace EnvCompiler.Resolve.Catalogs.Debian.Releases;

/// <summary>A suite's Release file, without its signature (repository format: deb822 with a <c>SHA256</c> list).</summary>
internal sealed record Release
{
    private static readonly string[] DateFormats =
        ["d MMM yyyy HH:mm:ss 'UTC'", "d MMM yyyy HH:mm:ss 'GMT'", "d MMM yyyy HH:mm:ss zzz"];

    private const int Sha256Length = 64;

    /// <summary>Who publishes it: <c>Debian</c>.</summary>
    internal required string Origin { get; init; }

    /// <summary><c>testing</c>.</summary>
    internal required string Suite { get; init; }

    /// <summary><c>forky</c>.</summary>
    internal required string Codename { get; init; }

    /// <summary>When it was made.</summary>
    internal required DateTimeOffset Date { get; init; }

    /// <summary>When it ends to be trusted, or null for never.</summary>
    internal required DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Components: <c>main</c>.</summary>
    internal required IReadOnlyList<string> Components { get; init; }

    /// <summary>Index files also lie under their hashes.</summary>
    internal required bool ByHash { get; init; }

    /// <summary>Packages of architecture <c>all</c> are in every architecture's index and need no reading of their own.</summary>
    internal required bool AllIsIncluded { get; init; }

    /// <summary>Index files by path.</summary>
    internal required IReadOnlyDictionary<string, ReleaseFile> Files { get; init; }

    /// <summary>Reads a verified text.</summary>
    /// <exception cref="InvalidDataException">It lacks what every Release has.</exception>
    internal static Release Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        var files = new Dictionary<string, ReleaseFile>(StringComparer.Ordinal);
        var field = "";
        foreach (var range in text.AsSpan().Split('\n'))
        {
            var line = text.AsSpan(range).TrimEnd('\r');
            if (line.StartsWith(' '))
            {
                if (field == "SHA256" && ParseFile(line) is { } file)
                    files[file.Path] = file;
            }
            else if (line.IndexOf(':') is var colon and > 0)
            {
                field = line[..colon].ToString();
                fields[field] = line[(colon + 1)..].Trim().ToString();
            }
        }

        if (files.Count == 0)
            throw new InvalidDataException("it has no `SHA256` list");
        return new Release
        {
            Origin = fields.GetValueOrDefault("Origin", ""),
            Suite = fields.GetValueOrDefault("Suite", ""),
            Codename = fields.GetValueOrDefault("Codename", ""),
            Date = ParseDate(fields, "Date") ?? throw new InvalidDataException("it has no `Date`"),
            ValidUntil = ParseDate(fields, "Valid-Until"),
            Components = [.. fields.GetValueOrDefault("Components", "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(WithoutPrefix)],
            ByHash = fields.GetValueOrDefault("Acquire-By-Hash") == "yes",
            AllIsIncluded = fields.GetValueOrDefault("No-Support-for-Architecture-all") == "Packages"
                || !fields.GetValueOrDefault("Architectures", "").Split(' ').Contains("all"),
            Files = files,
        };
    }

    /// <summary>The date as locks write it.</summary>
    internal static string Format(DateTimeOffset date) =>
        date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // The security archive writes `updates/main` for what lies under `main`.
    private static string WithoutPrefix(string component) => component[(component.LastIndexOf('/') + 1)..];

    // " HASH   SIZE PATH"
    private static ReleaseFile? ParseFile(ReadOnlySpan<char> line)
    {
        Span<Range> words = stackalloc Range[4];
        line = line.Trim();
        return line.SplitAny(words, " \t", StringSplitOptions.RemoveEmptyEntries) == 3
            && line[words[0]].Length == Sha256Length
            && long.TryParse(line[words[1]], NumberStyles.None, CultureInfo.InvariantCulture, out var size)
            ? new ReleaseFile(line[words[2]].ToString(), size, line[words[0]].ToString().ToLowerInvariant())
            : null;
    }

    // "Fri, 30 Oct 2026 08:08:01 UTC"
    private static DateTimeOffset? ParseDate(Dictionary<string, string> fields, string field)
    {
        if (fields.GetValueOrDefault(field) is not { } text)
            return null;
        var date = text[(text.IndexOf(',', StringComparison.Ordinal) + 1)..].Trim();
        return DateTimeOffset.TryParseExact(date, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? parsed
            : throw new InvalidDataException($"its `{field}` is not a date");
    }
}
