using System.Text.RegularExpressions;

namespace EnvCompiler.Compile.Images;

/// <summary>Debian's short names of licences as expressions of SPDX 2.3 (Annex D).</summary>
internal static partial class SpdxLicence
{
    /// <summary>Before the name of a licence that SPDX' list does not have.</summary>
    internal const string Reference = "LicenseRef-debian-";

    private static readonly Dictionary<string, string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["0BSD"] = "0BSD", ["AFL-2.1"] = "AFL-2.1", ["Apache-2.0"] = "Apache-2.0", ["Apache-2.0 with LLVM exception"] = "Apache-2.0 WITH LLVM-exception", ["Artistic-2.0"] = "Artistic-2.0",
        ["BSD-2-clause"] = "BSD-2-Clause", ["BSD-3-clause"] = "BSD-3-Clause", ["BSD-4-clause"] = "BSD-4-Clause", ["Boost-1.0"] = "BSL-1.0", ["BSL-1.0"] = "BSL-1.0", ["CC0-1.0"] = "CC0-1.0",
        ["Expat"] = "MIT", ["FSFAP"] = "FSFAP", ["FSFUL"] = "FSFUL", ["FSFULLR"] = "FSFULLR", ["ISC"] = "ISC", ["MIT"] = "MIT", ["MIT-0"] = "MIT-0", ["MPL-1.1"] = "MPL-1.1", ["MPL-2.0"] = "MPL-2.0",
        ["OpenSSL"] = "OpenSSL", ["PSF-2"] = "PSF-2.0", ["Unicode-DFS-2016"] = "Unicode-DFS-2016", ["Unlicense"] = "Unlicense", ["X11"] = "X11", ["Zlib"] = "Zlib", ["curl"] = "curl",
    };

    // The list has these alone: GPL-2.1 is a slip of somebody's, and no validator takes it.
    private static readonly HashSet<string> s_gnu = ["GPL-1.0", "GPL-2.0", "GPL-3.0", "LGPL-2.0", "LGPL-2.1", "LGPL-3.0", "AGPL-1.0", "AGPL-3.0", "GFDL-1.1", "GFDL-1.2", "GFDL-1.3"];

    // From the loosest on (copyright-format 1.0, 7.2): `A or B and C` is A or (B and C), `A or B, and C` is (A or B) and C.
    private static readonly (Regex Word, string Operator)[] s_conjunctions = [(CommaOr(), " OR "), (CommaAnd(), " AND "), (Or(), " OR "), (And(), " AND ")];

    /// <summary>The expression of one name: <c>GPL-2+ or Expat</c> becomes <c>(GPL-2.0-or-later OR MIT)</c>.</summary>
    internal static string Of(string name) => name.AsSpan().ContainsAny('(', ')') ? ReferenceTo(name) : Compose(name, 0);

    /// <summary>The references in an expression.</summary>
    internal static IEnumerable<string> ReferencesIn(string expression) => ReferenceForm().Matches(expression).Select(match => match.Value);

    private static string Compose(string text, int level)
    {
        if (level == s_conjunctions.Length)
            return One(text);
        var (word, joining) = s_conjunctions[level];
        var parts = word.Split(text).Where(part => part.Length > 0).Select(part => Compose(part, level + 1)).ToArray();
        return parts.Length == 1 ? parts[0] : $"({string.Join(joining, parts)})";
    }

    private static string One(string name)
    {
        if (s_known.GetValueOrDefault(name) is { } known)
            return known;
        // GPL-2, GPL-2+, LGPL-2.1+, GFDL-1.3+ …
        if (GnuForm().Match(name) is { Success: true } gnu)
        {
            var version = gnu.Groups["version"].Value;
            var licence = $"{gnu.Groups["family"].Value.ToUpperInvariant()}-{(version.Contains('.', StringComparison.Ordinal) ? version : $"{version}.0")}";
            if (s_gnu.Contains(licence))
                return $"{licence}-{(gnu.Groups["later"].Success ? "or-later" : "only")}";
        }

        return ReferenceTo(name);
    }

    private static string ReferenceTo(string name) => OtherCharacters().Replace(name, "-").Trim('-') is { Length: > 0 } plain ? Reference + plain : $"{Reference}unnamed";

    [GeneratedRegex(@"^(?<family>GPL|LGPL|AGPL|GFDL)-(?<version>[0-9](\.[0-9])?)((?<later>\+|-or-later)|-only)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex GnuForm();

    [GeneratedRegex(@"\s*,\s*or\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CommaOr();

    [GeneratedRegex(@"\s*,\s*and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex CommaAnd();

    [GeneratedRegex(@"\s+or\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Or();

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex And();

    [GeneratedRegex("[^a-zA-Z0-9.]+", RegexOptions.CultureInvariant)]
    private static partial Regex OtherCharacters();

    [GeneratedRegex(@"LicenseRef-[a-zA-Z0-9.\-]+", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceForm();
}
