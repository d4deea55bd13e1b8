using System.Diagnostics.CodeAnalysis;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>
/// A Debian version, <c>[EPOCH:]UPSTREAM[-REVISION]</c>, ordered as Debian Policy 5.6.12 says. Versions that differ in spelling only
/// (<c>1.0</c>, <c>0:1.00-0</c>) are equal.
/// </summary>
/// <param name="text">The version as written; any text has a place in the order, <see cref="TryParse"/> checks one that a person wrote.</param>
public readonly struct DebianVersion(string text) : IComparable<DebianVersion>, IEquatable<DebianVersion>
{
    private readonly string? text = text;

    /// <summary>The version as written.</summary>
    public string Text => text ?? "";

    /// <summary>The upstream version: no epoch, no revision.</summary>
    public string Upstream => Split(Text).Upstream.ToString();

    /// <summary>Accepts what the policy allows: a numeric epoch, an upstream version that starts with a digit, and its alphabets.</summary>
    public static bool TryParse(string text, [MaybeNullWhen(false)] out DebianVersion version)
    {
        version = new DebianVersion(text);
        var parts = Split(text);
        return parts.Upstream.Length > 0
            && char.IsAsciiDigit(parts.Upstream[0])
            && (!parts.HasEpoch || (parts.Epoch.Length > 0 && !parts.Epoch.ContainsAnyExceptInRange('0', '9')))
            && IsOf(parts.Upstream, "+-.:~")
            && IsOf(parts.Revision, "+.~")
            && (!parts.HasRevision || parts.Revision.Length > 0);
    }

    /// <summary>Negative when <paramref name="a"/> is the lower version, 0 when the two are equal.</summary>
    public static int Compare(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        var left = Split(a);
        var right = Split(b);
        var order = ComparePart(left.Epoch, right.Epoch);
        if (order == 0)
            order = ComparePart(left.Upstream, right.Upstream);
        return order != 0 ? order : ComparePart(left.Revision, right.Revision);
    }

    /// <inheritdoc/>
    public int CompareTo(DebianVersion other) => Compare(Text, other.Text);

    /// <inheritdoc/>
    public bool Equals(DebianVersion other) => CompareTo(other) == 0;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is DebianVersion other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var parts = Split(Text);
        var hash = default(HashCode);
        AddPart(ref hash, parts.Epoch);
        AddPart(ref hash, parts.Upstream);
        AddPart(ref hash, parts.Revision);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>Equal by policy.</summary>
    public static bool operator ==(DebianVersion left, DebianVersion right) => left.Equals(right);

    /// <summary>Not equal by policy.</summary>
    public static bool operator !=(DebianVersion left, DebianVersion right) => !left.Equals(right);

    /// <summary>Earlier.</summary>
    public static bool operator <(DebianVersion left, DebianVersion right) => left.CompareTo(right) < 0;

    /// <summary>Earlier or equal.</summary>
    public static bool operator <=(DebianVersion left, DebianVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Later.</summary>
    public static bool operator >(DebianVersion left, DebianVersion right) => left.CompareTo(right) > 0;

    /// <summary>Later or equal.</summary>
    public static bool operator >=(DebianVersion left, DebianVersion right) => left.CompareTo(right) >= 0;

    // The epoch ends at the first colon, the revision starts after the last hyphen.
    private static Parts Split(ReadOnlySpan<char> version)
    {
        var colon = version.IndexOf(':');
        var rest = version[(colon + 1)..];
        var hyphen = rest.LastIndexOf('-');
        return new Parts
        {
            HasEpoch = colon >= 0,
            HasRevision = hyphen >= 0,
            Epoch = colon < 0 ? default : version[..colon],
            Upstream = hyphen < 0 ? rest : rest[..hyphen],
            Revision = hyphen < 0 ? default : rest[(hyphen + 1)..],
        };
    }

    // Alternates between a run of non-digits, compared by Weight, and a run of digits, compared as a number of any length.
    internal static int ComparePart(ReadOnlySpan<char> a, ReadOnlySpan<char> b)
    {
        int i = 0, j = 0;
        while (i < a.Length || j < b.Length)
        {
            while ((i < a.Length && !char.IsAsciiDigit(a[i])) || (j < b.Length && !char.IsAsciiDigit(b[j])))
            {
                var difference = Weight(a, i) - Weight(b, j);
                if (difference != 0)
                    return difference;
                i++;
                j++;
            }

            var left = Number(a, ref i);
            var right = Number(b, ref j);
            var order = left.Length != right.Length ? left.Length - right.Length : left.SequenceCompareTo(right);
            if (order != 0)
                return order;
        }

        return 0;
    }

    // A tilde sorts before the end, the end (or a digit) before letters, letters before everything else.
    private static int Weight(ReadOnlySpan<char> part, int at)
    {
        if (at >= part.Length || char.IsAsciiDigit(part[at]))
            return 0;
        return part[at] switch
        {
            '~' => -1,
            var c when char.IsAsciiLetter(c) => c,
            var c => c + 0x100,
        };
    }

    private static ReadOnlySpan<char> Number(ReadOnlySpan<char> part, ref int at)
    {
        while (at < part.Length && part[at] == '0')
            at++;
        var start = at;
        while (at < part.Length && char.IsAsciiDigit(part[at]))
            at++;
        return part[start..at];
    }

    private static void AddPart(ref HashCode hash, ReadOnlySpan<char> part)
    {
        for (var i = 0; i < part.Length;)
        {
            while (i < part.Length && !char.IsAsciiDigit(part[i]))
                hash.Add(part[i++]);
            foreach (var digit in Number(part, ref i))
                hash.Add(digit);
        }

        hash.Add('\0');
    }

    private static bool IsOf(ReadOnlySpan<char> part, string others)
    {
        foreach (var c in part)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !others.Contains(c, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    private ref struct Parts
    {
        internal bool HasEpoch;
        internal bool HasRevision;
        internal ReadOnlySpan<char> Epoch;
        internal ReadOnlySpan<char> Upstream;
        internal ReadOnlySpan<char> Revision;
    }
}
