using System.Text.RegularExpressions;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Ship.Distribution;

/// <summary>
/// What a person names: <c>HOST[:PORT]/PATH[:TAG][@DIGEST]</c> (distribution-spec, "Pulling manifests"), or <c>oci:DIR[:TAG][@DIGEST]</c>.
/// A registry is always named: no short name is completed with somebody's host.
/// </summary>
/// <param name="Repository">Which repository.</param>
/// <param name="Tag">A tag, or null.</param>
/// <param name="Digest">A digest, which outweighs the tag, or null.</param>
public sealed partial record Reference(RepositoryName Repository, string? Tag, Digest? Digest)
{
    /// <summary>How the name of a layout begins.</summary>
    public const string LayoutPrefix = "oci:";

    // Docker's limit for host and path together.
    private const int LongestName = 255;

    /// <summary>What to ask a repository for: the digest, else the tag, else null.</summary>
    public string? Target => Digest?.ToString() ?? Tag;

    /// <summary>Reads a reference.</summary>
    /// <returns>The reference, or ENVC1001 with what is wrong.</returns>
    public static Result<Reference> Parse(string text)
    {
        var rest = text;
        Digest? digest = null;
        if (rest.LastIndexOf('@') is >= 0 and var at)
        {
            if (!Distribution.Digest.TryParse(rest[(at + 1)..], out var parsed))
                return ShipDiagnostics.InvalidReference(text, $"`{rest[(at + 1)..]}` is no digest such as `sha256:` and 64 hexadecimal digits");
            (digest, rest) = (parsed, rest[..at]);
        }

        var isLayout = rest.StartsWith(LayoutPrefix, StringComparison.Ordinal);
        if (isLayout)
            rest = rest[LayoutPrefix.Length..];
        string? tag = null;
        if (rest.LastIndexOf(':') is >= 0 and var colon && rest.IndexOf('/', colon) < 0)
        {
            (tag, rest) = (rest[(colon + 1)..], rest[..colon]);
            if (!TagForm().IsMatch(tag))
                return ShipDiagnostics.InvalidReference(text, $"`{tag}` is no tag: a letter, a digit or `_`, then at most 127 of these, `.` and `-`");
        }

        var repository = isLayout ? LayoutOf(text, rest) : RepositoryOf(text, rest);
        return repository.TryGet(out var name, out var problems)
            ? new Reference(name, tag, digest)
            : Result<Reference>.Failure(problems);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Repository}{(Tag is null ? "" : $":{Tag}")}{(Digest is null ? "" : $"@{Digest}")}";

    private static Result<RepositoryName> LayoutOf(string text, string directory) =>
        directory.Length == 0
            ? ShipDiagnostics.InvalidReference(text, "a directory is missing after `oci:`")
            : new RepositoryName(Registry: null, Path.GetFullPath(directory));

    private static Result<RepositoryName> RepositoryOf(string text, string rest)
    {
        if (rest.Contains("://", StringComparison.Ordinal))
            return ShipDiagnostics.InvalidReference(text, "a reference has no scheme such as `https://`");
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        var host = slash < 0 ? rest : rest[..slash];
        if (slash < 0 || !(host.AsSpan().ContainsAny(".:") || host == "localhost"))
            return ShipDiagnostics.InvalidReference(text, "it names no registry: the first part is a host with a dot or a port, or `localhost`");
        if (!HostForm().IsMatch(host) || (host.LastIndexOf(':') is >= 0 and var colon && !host.EndsWith(']') && !ushort.TryParse(host.AsSpan(colon + 1), out _)))
            return ShipDiagnostics.InvalidReference(text, $"`{host}` is no host with a port or without");
        var path = rest[(slash + 1)..];
        if (rest.Length > LongestName)
            return ShipDiagnostics.InvalidReference(text, $"host and path have more than {LongestName} characters");
        return PathForm().IsMatch(path)
            ? new RepositoryName(host, path)
            : ShipDiagnostics.InvalidReference(text, $"`{path}` is no repository: parts of lower-case letters and digits with single `.`, `_`, `__` or `-` between them, separated by `/`");
    }

    // distribution-spec, "Pulling manifests".
    [GeneratedRegex(@"^[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagForm();

    [GeneratedRegex(@"^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex PathForm();

    [GeneratedRegex(@"^([a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[0-9a-fA-F:]+\])(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex HostForm();
}
