using System.Globalization;

namespace EnvCompiler.Model.Conditions;

/// <summary>Sizes as the manifest writes them: a number with one of <c>K</c>, <c>M</c>, <c>G</c>, <c>T</c> (powers of 1024).</summary>
public static class ByteCount
{
    private const string Units = "KMGT";

    /// <summary>Reads a size.</summary>
    /// <param name="text">E.g. <c>24G</c>.</param>
    /// <param name="bytes">Its bytes, as many as a 64-bit number holds.</param>
    public static bool TryParse(string text, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0 || Units.IndexOf(text[^1], StringComparison.Ordinal) is not (>= 0 and var power)
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            return false;
        var shift = 10 * (power + 1);
        if (count > long.MaxValue >> shift)
            return false;
        bytes = count << shift;
        return true;
    }
}
