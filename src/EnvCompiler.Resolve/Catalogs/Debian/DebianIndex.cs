using System.Text;
using System.Threading;
using EnvCompiler.Resolve.Catalogs.Debian.Indexing;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>
/// The packages of one Packages file: one suite, component and architecture. Strings and relations are made when they are asked for.
/// Not safe for use by several threads at once.
/// </summary>
public sealed class DebianIndex
{
    private readonly IndexImage image;
    private readonly DebianPackage?[] packages;

    internal DebianIndex(IndexImage image, string architecture)
    {
        this.image = image;
        Architecture = architecture;
        packages = new DebianPackage?[image.Packages.Length];
    }

    /// <summary>The Debian architecture it was made for; its packages are of this one or <c>all</c>.</summary>
    public string Architecture { get; }

    /// <summary>Number of packages; several versions of one name count each.</summary>
    public int Count => packages.Length;

    /// <summary>Every name that a package has or provides, in no particular order.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            for (var row = 0; row < image.Names.Length; row++)
                yield return NameOf(row);
        }
    }

    /// <summary>Every name that a package has, once, in no particular order.</summary>
    public IEnumerable<string> PackageNames
    {
        get
        {
            for (var row = 0; row < image.Names.Length; row++)
            {
                if (image.Names[row].FirstPackage >= 0)
                    yield return NameOf(row);
            }
        }
    }

    /// <summary>All packages, in the order of the file.</summary>
    public IEnumerable<DebianPackage> Packages
    {
        get
        {
            for (var number = 0; number < packages.Length; number++)
                yield return PackageAt(number);
        }
    }

    /// <summary>Packages with <c>Essential: yes</c>, in the order of the file.</summary>
    public IReadOnlyList<DebianPackage> Essential
    {
        get
        {
            var essential = new List<DebianPackage>();
            foreach (var number in image.Essentials)
                essential.Add(PackageAt(number));
            return essential;
        }
    }

    /// <summary>Reads a Packages file.</summary>
    /// <exception cref="InvalidDataException">The text is not a Packages file.</exception>
    public static DebianIndex Read(Stream packages, string architecture, CancellationToken cancellation) =>
        new(PackagesReader.Read(packages, expectedSize: 0, cancellation).Build(), architecture);

    /// <summary>Packages of exactly this name, highest version first.</summary>
    public IReadOnlyList<DebianPackage> PackagesNamed(string name)
    {
        var row = FindName(name);
        if (row < 0)
            return [];
        var found = new List<DebianPackage>(1);
        for (var number = image.Names[row].FirstPackage; number >= 0; number = image.Packages[number].NextOfName)
            found.Add(PackageAt(number));
        return found;
    }

    /// <summary>Packages that name it in <c>Provides</c>, in the order of the file; each once, whatever versions it provides.</summary>
    public IReadOnlyList<DebianPackage> ProvidersOf(string name)
    {
        var row = FindName(name);
        if (row < 0)
            return [];
        var found = new List<DebianPackage>();
        for (var provider = image.Names[row].LastProvider; provider >= 0; provider = image.Providers[provider].Previous)
            found.Add(PackageAt(image.Providers[provider].Package));
        found.Reverse();
        return found;
    }

    internal ref readonly PackageRow Row(int number) => ref image.Packages[number];

    internal ReadOnlySpan<byte> Text(int number, PackageField field) => image.Text(in image.Packages[number], field);

    internal string NameOf(int row) => Encoding.UTF8.GetString(image.Text(image.Names[row].Text, image.Names[row].Length));

    private DebianPackage PackageAt(int number) => packages[number] ??= new DebianPackage(this, number);

    private int FindName(string name) => image.FindName(Encoding.UTF8.GetBytes(name));
}
