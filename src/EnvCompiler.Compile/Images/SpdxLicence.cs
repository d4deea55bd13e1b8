using System.Text.RegularExpressions;

namespace EnvCompiler.Compile.Images;

/// <summary>Debian's short names of licences as expressions of SPDX 2.3 (Annex D).</summary>
internal static partial class SpdxLicence
{
    /// <summary>Before the name of a licence that SPDX' list does not have.</summary>
    internal const string Reference = "LicenseRef-debian-";

    private static readonly Dictionary<string, string> s_known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apache-2.0"] = "Apache-2.0", ["Artistic-2.0"] = "Artistic-2.0", ["BSD-2-clause"] = "BSD-2-Clause", ["BSD-3-clause"] = "BSD-3-Clause", ["BSD-4-clause"] = "BSD-4-Clause",
        ["BSL-1.0"] = "BSL-1.0", ["CC0-1.0"] = "CC0-1.0", ["Expat"] = "MIT", ["ISC"] = "ISC", ["MIT"] = "MIT", ["MPL-2.0"] = "MPL-2.0", ["Unicode-DFS-2016"] = "Unicode-DFS-2016",
        ["Unlicense"] = "Unlicense", ["Zlib"] = "Zlib", ["curl"] = "curl", ["OpenSSL"] = "OpenSSL", ["PSF-2"] = "PSF-2.0",
    };

    /// <summary>The expression of one name: <c>GPL-2+ or Expat</c> becomes <c>(GPL-2.0-or-later OR MIT)</c>.</summary>
    internal static string Of(string name)
    {
        var alternatives = Split(name, " or ");
        return alternatives.Length == 1 ? All(name) : $"({string.Join(" OR ", alternatives.Select(All))})";
    }

    /// <summary>The references in an expression.</summary>
    internal static IEnumerable<string> ReferencesIn(string expression) => ReferenceForm().Matches(expression).Select(match => match.Value);

    private static string All(string name)
    {
        var parts = Split(name, " and ");
        return parts.Length == 1 ? One(name) : $"({string.Join(" AND ", parts.Select(One))})";
    }

    private static string[] Split(string text, string word) => text.Replace(", ", " ", StringComparison.Ordinal).Split(word, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string One(string name)
    {
        if (s_known.GetValueOrDefault(name) is { } known)
            return known;
        // GPL-2, GPL-2+, LGPL-2.1+, GFDL-1.3+ …
        if (GnuForm().Match(name) is { Success: true } gnu)
        {
            var version = gnu.Groups["version"].Value;
            return $"{gnu.Groups["family"].Value.ToUpperInvariant()}-{(version.Contains('.', StringComparison.Ordinal) ? version : $"{version}.0")}-{(gnu.Groups["later"].Success ? "or-later" : "only")}";
        }

        return Reference + OtherCharacters().Replace(name, "-").Trim('-');
    }

    [GeneratedRegex(@"^(?<family>GPL|LGPL|AGPL)-(?<version>1|2|2\.0|2\.1|3|3\.0)(?<later>\+)?$", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex GnuForm();

    [GeneratedRegex("[^a-zA-Z0-9.]+", RegexOptions.CultureInvariant)]
    private static partial Regex OtherCharacters();

    [GeneratedRegex(@"LicenseRef-[a-zA-Z0-9.\-]+", RegexOptions.CultureInvariant)]
    private static partial Regex ReferenceForm();
}
