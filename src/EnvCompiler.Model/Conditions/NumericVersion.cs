using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Conditions;

/// <summary>A version of one to four numbers, as CUDA and its driver have: <c>12.8</c>, <c>570.124.06</c>. Absent numbers are 0.</summary>
[JsonConverter(typeof(NumericVersionJsonConverter))]
public sealed record NumericVersion
{
    private const int MaxParts = 4;
    private readonly string text;
    private readonly int[] parts;

    private NumericVersion(string text, int[] parts)
    {
        this.text = text;
        this.parts = parts;
    }

    /// <summary>Reads a version.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out NumericVersion? version)
    {
        version = null;
        var written = text.Split('.');
        if (written.Length > MaxParts)
            return false;
        var parts = new int[MaxParts];
        for (var i = 0; i < written.Length; i++)
        {
            if (!int.TryParse(written[i], NumberStyles.None, CultureInfo.InvariantCulture, out parts[i]))
                return false;
        }

        version = new NumericVersion(text, parts);
        return true;
    }

    /// <summary>Negative when the first is the lower version, 0 when the two are equal.</summary>
    public static int Compare(NumericVersion first, NumericVersion second) => first.parts.AsSpan().SequenceCompareTo(second.parts);

    /// <inheritdoc/>
    public bool Equals(NumericVersion? other) => other is not null && Compare(this, other) == 0;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(parts[0], parts[1], parts[2], parts[3]);

    /// <inheritdoc/>
    public override string ToString() => text;
}
