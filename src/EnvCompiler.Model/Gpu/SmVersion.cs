using System.Globalization;
using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Gpu;

/// <summary>
/// A compute capability of NVIDIA: the architecture of a GPU's streaming multiprocessors. <c>sm_90</c> is 9.0, <c>sm_103</c> is 10.3: the
/// last digit is the minor version.
/// </summary>
/// <param name="Major">Generation; machine code never runs on another.</param>
/// <param name="Minor">Within the generation, 0 to 9.</param>
[JsonConverter(typeof(SmVersionJsonConverter))]
public readonly record struct SmVersion(int Major, int Minor) : IComparable<SmVersion>
{
    private const string Prefix = "sm_";

    // Jetson, DRIVE and their kin: TX1, TX2, Xavier, Orin, Thor as CUDA 12 numbered it, and sm_88, which no desktop GPU has.
    private static readonly SmVersion[] Tegra = [new(5, 3), new(6, 2), new(7, 2), new(8, 7), new(8, 8), new(10, 1)];

    /// <summary>
    /// Whether it is that of an integrated GPU: machine code is not exchanged between these and other GPUs, nor among them (CUDA C++ Programming Guide,
    /// Binary Compatibility).
    /// </summary>
    public bool IsTegra => Array.IndexOf(Tegra, this) >= 0;

    /// <summary>Reads <c>sm_90</c>; no suffix.</summary>
    public static bool TryParse(string text, out SmVersion sm)
    {
        sm = default;
        if (!text.StartsWith(Prefix, StringComparison.Ordinal)
            || text.Length is < 5 or > 6
            || !int.TryParse(text.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number < 10)
            return false;
        sm = Of(number);
        return text == sm.ToString();
    }

    /// <summary>As NVIDIA's tools write it: 90, 103.</summary>
    public int Number => (Major * 10) + Minor;

    /// <summary>Of the number that NVIDIA's tools write: 90, 103.</summary>
    public static SmVersion Of(int number) => new(number / 10, number % 10);

    /// <inheritdoc/>
    public int CompareTo(SmVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Order of capability.</summary>
    public static bool operator <(SmVersion left, SmVersion right) => left.CompareTo(right) < 0;

    /// <summary>Order of capability.</summary>
    public static bool operator >(SmVersion left, SmVersion right) => left.CompareTo(right) > 0;

    /// <summary>Order of capability.</summary>
    public static bool operator <=(SmVersion left, SmVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Order of capability.</summary>
    public static bool operator >=(SmVersion left, SmVersion right) => left.CompareTo(right) >= 0;

    /// <summary><c>sm_90</c>.</summary>
    public override string ToString() => $"{Prefix}{Major}{Minor}";
}
