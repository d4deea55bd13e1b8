using System.Globalization;

namespace EnvCompiler.Model.Gpu;

/// <summary>A version of NVIDIA's Linux driver: <c>580</c>, <c>580.65</c>, <c>580.159.04</c>. Parts that are not written are 0.</summary>
/// <param name="Branch">550, 570, 580, …</param>
/// <param name="Minor">Second part.</param>
/// <param name="Patch">Third part.</param>
public readonly record struct DriverVersion(int Branch, int Minor = 0, int Patch = 0) : IComparable<DriverVersion>
{
    /// <summary>Reads one to three numbers.</summary>
    public static bool TryParse(string text, out DriverVersion version)
    {
        version = default;
        var parts = text.Split('.');
        Span<int> numbers = stackalloc int[3];
        if (parts.Length > numbers.Length)
            return false;
        for (var i = 0; i < parts.Length; i++)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        version = new DriverVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <summary>
    /// Whether a promise of at least this driver is enough for a floor. A whole branch (<c>580</c>) reaches every floor inside the branch: so NVIDIA's
    /// tables mean it, and nobody promises a branch for its beta releases.
    /// </summary>
    public bool Reaches(DriverVersion floor) => this >= floor || (Branch == floor.Branch && Minor == 0 && Patch == 0);

    /// <inheritdoc/>
    public int CompareTo(DriverVersion other) => (Branch, Minor, Patch).CompareTo((other.Branch, other.Minor, other.Patch));

    /// <summary>Older.</summary>
    public static bool operator <(DriverVersion left, DriverVersion right) => left.CompareTo(right) < 0;

    /// <summary>Newer.</summary>
    public static bool operator >(DriverVersion left, DriverVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not newer.</summary>
    public static bool operator <=(DriverVersion left, DriverVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not older.</summary>
    public static bool operator >=(DriverVersion left, DriverVersion right) => left.CompareTo(right) >= 0;

    /// <summary>As NVIDIA writes it: <c>580.65.06</c>, and <c>580</c> for a whole branch.</summary>
    public override string ToString() => (Minor, Patch) switch
    {
        (0, 0) => $"{Branch}",
        (_, 0) => $"{Branch}.{Minor:00}",
        _ => $"{Branch}.{Minor:00}.{Patch:00}",
    };
}
