using System.Diagnostics.CodeAnalysis;

namespace EnvCompiler.Resolve.Versions;

/// <summary>
/// Reads a <see cref="VersionRange"/>. White space may stand before every version and operator.
/// <code>
/// range      = set *( "||" set )
/// set        = 1*( comparator [ "," ] )
/// comparator = [ "^" / "~" / ">=" / "&lt;=" / ">" / "&lt;" / "==" / "=" ] version / version " - " version
/// version    = "*" / DIGIT *( ALNUM / "." / "+" / "~" ) [ "-" ALPHA *( ALNUM / "." / "+" ) ] *( ".*" )
/// </code>
/// <c>x</c> and <c>X</c> stand for <c>*</c>; <c>-</c> before a letter starts a pre-release, as <c>~</c> does.
/// </summary>
/// <param name="text">What to read.</param>
internal sealed class VersionRangeParser(string text)
{
    private const int LongestText = 1000;

    private static readonly string[] Operators = ["^", "~", ">=", "<=", ">", "<", "==", "="];

    private int at;
    private string? problem;

    internal bool TryParse([NotNullWhen(true)] out VersionRange? range, [NotNullWhen(false)] out string? reason)
    {
        var alternatives = new List<IReadOnlyList<VersionInterval>>();
        if (text.Length > LongestText)
            problem = "it is too long";
        do
            alternatives.Add(ReadSet());
        while (problem is null && Take("||"));
        if (at < text.Length)
            problem ??= $"`{text[at..]}` does not belong there";
        range = problem is null ? new VersionRange(text, alternatives) : null;
        reason = problem;
        return range is not null;
    }

    private List<VersionInterval> ReadSet()
    {
        var intervals = new List<VersionInterval>();
        SkipSpace();
        do
        {
            if (ReadComparator() is { } interval)
                intervals.Add(interval);
            SkipSpace();
            if (Take(","))
                SkipSpace();
        }
        while (problem is null && at < text.Length && text[at] != '|');
        return intervals;
    }

    // Null for a problem, and for what allows everything.
    private VersionInterval? ReadComparator()
    {
        var symbol = Array.Find(Operators, Take) ?? "";
        SkipSpace();
        if (ReadVersion() is not { } version)
            return null;
        if (symbol.Length == 0 && Take(" - "))
        {
            SkipSpace();
            return ReadVersion() is { } last ? new VersionInterval(version.Floor, last.Ceiling) : null;
        }

        if (version.IsAny && symbol is "<" or ">")
            problem = $"`{symbol}*` allows nothing";
        return version.IsAny ? null : IntervalOf(symbol, version);
    }

    private static VersionInterval IntervalOf(string symbol, PartialVersion version) => symbol switch
    {
        "^" => new(version.Floor, version.AboveCompatible),
        "~" => new(version.Floor, version.AboveMinor),
        ">=" => new(version.Floor, Upper: null),
        "<=" => new(Lower: null, version.Ceiling),
        ">" => new(version.Ceiling, Upper: null),
        "<" => new(Lower: null, version.Below),
        "=" or "==" when !version.HasWildcard => version.Exactly,
        _ => new(version.Floor, version.Above),
    };

    private PartialVersion? ReadVersion()
    {
        if (TakeWildcard())
            return new PartialVersion("", HasWildcard: true);
        var start = at;
        while (at < text.Length && IsOfVersion(text[at]) && !IsWildcardPart(at))
            at++;
        if (at == start || !char.IsAsciiDigit(text[start]))
        {
            problem = start == text.Length ? "a version is missing" : $"a version starts with a digit, not with `{text[start]}`";
            return null;
        }

        var version = text[start..at].Replace('-', '~');
        if (FindProblem(text[start..at]) is { } found)
            problem = found;
        var hasWildcard = false;
        while (at < text.Length && IsWildcardPart(at))
        {
            hasWildcard = true;
            at += 2;
        }

        return new PartialVersion(version, hasWildcard);
    }

    private static string? FindProblem(string version)
    {
        if (version.Contains(':'))
            return "epochs are Debian's; `=` before Debian's whole version asks for exactly that one";
        for (var i = version.IndexOf('-', StringComparison.Ordinal); i >= 0; i = version.IndexOf('-', i + 1))
        {
            if (i + 1 == version.Length || !char.IsAsciiLetter(version[i + 1]))
                return "revisions are Debian's; `=` before Debian's whole version asks for exactly that one";
        }

        return version.EndsWith('.') || version.Contains("..", StringComparison.Ordinal) ? "a part is empty" : null;
    }

    private bool TakeWildcard()
    {
        if (!IsWildcard(at))
            return false;
        at++;
        while (at < text.Length && IsWildcardPart(at))
            at += 2;
        return true;
    }

    private bool IsWildcardPart(int position) => text[position] == '.' && IsWildcard(position + 1);

    private bool IsWildcard(int position) =>
        position < text.Length && text[position] is '*' or 'x' or 'X' && (position + 1 == text.Length || !char.IsAsciiLetterOrDigit(text[position + 1]));

    private static bool IsOfVersion(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '~' or '-' or ':';

    private bool Take(string expected)
    {
        if (string.CompareOrdinal(text, at, expected, 0, expected.Length) != 0)
            return false;
        at += expected.Length;
        return true;
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is ' ' or '\t')
            at++;
    }
}
