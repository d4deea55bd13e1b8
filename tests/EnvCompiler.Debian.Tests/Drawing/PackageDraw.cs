using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace EnvCompiler.Debian.Tests.Drawing;

/// <summary>
/// A random draw of package names from one index. Every name gets a number from the seed and itself, and the lowest ones are drawn: so a
/// package that comes into the index or leaves it changes the draw by one name at most.
/// </summary>
/// <param name="File">Where from.</param>
/// <param name="Count">How many names.</param>
/// <param name="Seed">Another seed gives other names.</param>
public sealed record PackageDraw(PackagesFile File, int Count, int Seed)
{
    /// <summary>The draws that every proof over the archive uses.</summary>
    public static IReadOnlyList<PackageDraw> All { get; } =
    [
        new(new PackagesFile("forky", "main", "amd64"), Share(200), Seed: 1),
        new(new PackagesFile("trixie", "main", "amd64"), Share(100), Seed: 2),
        new(new PackagesFile("forky", "main", "arm64"), Share(50), Seed: 3),
    ];

    /// <summary>Whether everything is drawn: <c>ENVC_TEST_WHOLE_DRAWS=1</c>.</summary>
    public static bool IsWhole => Environment.GetEnvironmentVariable("ENVC_TEST_WHOLE_DRAWS") is "1";

    /// <summary>How many of a whole draw are drawn: a fourth of it, because the whole takes nine minutes on two cores.</summary>
    public static int Share(int whole) => IsWhole ? whole : whole / 4;

    /// <summary>The names, in the order drawn.</summary>
    /// <param name="names">All names of the index; may repeat.</param>
    public IReadOnlyList<string> From(IEnumerable<string> names) =>
        [.. names.Distinct(StringComparer.Ordinal).OrderBy(Number).ThenBy(name => name, StringComparer.Ordinal).Take(Count)];

    private ulong Number(string name) =>
        BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{Seed} {name}")));
}
