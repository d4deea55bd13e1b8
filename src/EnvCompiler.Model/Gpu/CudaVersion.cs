using System.Globalization;

namespace EnvCompiler.Model.Gpu;

/// <summary>A version of two numbers: a CUDA toolkit's (12.8) or a PTX ISA's (8.7).</summary>
/// <param name="Major">Before the dot.</param>
/// <param name="Minor">After it.</param>
public readonly record struct CudaVersion(int Major, int Minor) : IComparable<CudaVersion>
{
    /// <summary>Reads <c>12.8</c>.</summary>
    public static bool TryParse(string text, out CudaVersion version)
    {
        version = default;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0
            || !int.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            return false;
        version = new CudaVersion(major, minor);
        return true;
    }

    /// <inheritdoc/>
    public int CompareTo(CudaVersion other) => Major != other.Major ? Major.CompareTo(other.Major) : Minor.CompareTo(other.Minor);

    /// <summary>Earlier.</summary>
    public static bool operator <(CudaVersion left, CudaVersion right) => left.CompareTo(right) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(CudaVersion left, CudaVersion right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(CudaVersion left, CudaVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(CudaVersion left, CudaVersion right) => left.CompareTo(right) >= 0;

    /// <summary><c>12.8</c>.</summary>
    public override string ToString() => $"{Major}.{Minor}";
}
