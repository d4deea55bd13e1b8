using System.Buffers;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Versions;

/// <summary>
/// A version as a program's authors number it, in one order for every form there is: four parts and more, letters, dates. The order is
/// that of Debian Policy 5.6.12 on versions without their trailing zero parts, so that <c>1.2</c> and <c>1.2.0</c> are equal; a tilde starts a
/// pre-release.
/// </summary>
public sealed class UpstreamVersion
{
    // Sorts after every other character, letters and digits included (DebianVersion compares what is no letter by its code).
    private const char Last = '\uffff';

    // Marks of an archive's own repacking; what follows is not the authors'.
    private static readonly string[] Repackings = ["+dfsg", "~dfsg", ".dfsg", "+ds", "~ds", ".ds", "+repack", "~repack"];

    // "2.0+really1.9" is 1.9 under a number that sorts after a withdrawn 2.0.
    private const string Really = "+really";

    /// <summary>What the numeric parts at the start of a version are made of.</summary>
    internal static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789.");

    private readonly string text;
    private readonly string compared;

    /// <summary>A version of any text.</summary>
    public UpstreamVersion(string text)
    {
        this.text = text;
        compared = WithoutTrailingZeros(text);
    }

    /// <summary>Whether it comes before the release that it leads to.</summary>
    public bool IsPreRelease => text.Contains('~');

    /// <summary>The release that a pre-release leads to; any other is its own.</summary>
    public UpstreamVersion Release => IsPreRelease ? new UpstreamVersion(text[..text.IndexOf('~', StringComparison.Ordinal)]) : this;

    /// <summary>The upstream part of a Debian version: no epoch, no revision, no repacking (<c>+dfsg</c>, <c>+ds</c>), <c>+really</c> taken at its word.</summary>
    public static UpstreamVersion Of(DebianVersion version)
    {
        var upstream = version.Upstream;
        if (upstream.LastIndexOf(Really, StringComparison.Ordinal) is >= 0 and var really)
            upstream = upstream[(really + Really.Length)..];
        foreach (var mark in Repackings)
        {
            if (upstream.IndexOf(mark, StringComparison.Ordinal) is > 0 and var at)
                upstream = upstream[..at];
        }

        return new UpstreamVersion(upstream);
    }

    /// <summary>Whether it is the other version with something after it: <c>1.2.9</c> and <c>1.2w</c> continue <c>1.2</c>, <c>1.20</c> does not.</summary>
    public bool Continues(UpstreamVersion other) =>
        Compare(this, other) >= 0 && DebianVersion.ComparePart(compared, other.text + Last) < 0;

    /// <summary>Negative when the first is the lower version, 0 when the two are equal.</summary>
    public static int Compare(UpstreamVersion first, UpstreamVersion second) => DebianVersion.ComparePart(first.compared, second.compared);

    /// <inheritdoc/>
    public override string ToString() => text;

    private static string WithoutTrailingZeros(string text)
    {
        var end = text.AsSpan().IndexOfAnyExcept(OfNumbers);
        if (end < 0)
            end = text.Length;
        else if (char.IsAsciiLetter(text[end]))
            return text; // The zero of "1.0w" is no part of its own.
        var kept = text.AsSpan(0, end);
        for (var dot = kept.LastIndexOf('.'); dot > 0 && !kept[(dot + 1)..].ContainsAnyExcept('0'); dot = kept.LastIndexOf('.'))
            kept = kept[..dot];
        return text.Remove(kept.Length, end - kept.Length);
    }
}
