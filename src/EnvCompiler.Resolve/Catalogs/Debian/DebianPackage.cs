using System.Text;
using EnvCompiler.Resolve.Catalogs.Debian.Indexing;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>One package of a <see cref="DebianIndex"/>: there is one instance a stanza, so references can be compared.</summary>
public sealed class DebianPackage
{
    private readonly DebianIndex index;
    private readonly int number;
    private IReadOnlyList<Dependency>? preDepends;
    private IReadOnlyList<Dependency>? depends;
    private IReadOnlyList<Relation>? provides;
    private IReadOnlyList<Relation>? conflicts;
    private IReadOnlyList<Relation>? breaks;
    private IReadOnlyList<Relation>? replaces;

    internal DebianPackage(DebianIndex index, int number)
    {
        this.index = index;
        this.number = number;
        Name = index.NameOf(index.Row(number).Name);
        Version = new DebianVersion(Text(PackageField.Version));
        Architecture = Text(PackageField.Architecture);
    }

    /// <summary>Package name.</summary>
    public string Name { get; }

    /// <summary>Full version.</summary>
    public DebianVersion Version { get; }

    /// <summary><c>amd64</c>, <c>arm64</c>, … or <c>all</c>.</summary>
    public string Architecture { get; }

    /// <summary>Whose dependencies it satisfies among architectures.</summary>
    public MultiArch MultiArch => (MultiArch)index.Row(number).MultiArch;

    /// <summary><c>Essential: yes</c>: others may use it without saying so.</summary>
    public bool Essential => index.Row(number).Essential != 0;

    /// <summary>How important it is.</summary>
    public PackagePriority Priority => (PackagePriority)index.Row(number).Priority;

    /// <summary>Archive section, e.g. <c>libs</c> or <c>non-free/libs</c>; may be empty.</summary>
    public string Section => Text(PackageField.Section);

    /// <summary>Name of the source package it was built from.</summary>
    public string Source => Text(PackageField.Source) is { Length: > 0 } source ? source.Split(' ')[0] : Name;

    /// <summary>Must be unpacked and configured before it.</summary>
    public IReadOnlyList<Dependency> PreDepends => preDepends ??= Dependencies(PackageField.PreDepends);

    /// <summary>What it needs.</summary>
    public IReadOnlyList<Dependency> Depends => depends ??= Dependencies(PackageField.Depends);

    /// <summary>Virtual names it stands for; with <see cref="VersionRelation.Equal"/> also a version of them.</summary>
    public IReadOnlyList<Relation> Provides => provides ??= Relations(PackageField.Provides);

    /// <summary>What it cannot be installed with.</summary>
    public IReadOnlyList<Relation> Conflicts => conflicts ??= Relations(PackageField.Conflicts);

    /// <summary>What it breaks: the same as a conflict for a root.</summary>
    public IReadOnlyList<Relation> Breaks => breaks ??= Relations(PackageField.Breaks);

    /// <summary>Whose files it may overwrite.</summary>
    public IReadOnlyList<Relation> Replaces => replaces ??= Relations(PackageField.Replaces);

    /// <summary>The synopsis: one line, no full stop; may be empty.</summary>
    public string Description => Text(PackageField.Description);

    /// <summary>Its place in the file: builds of one version stand there in the order of preference.</summary>
    internal int Number => number;

    /// <summary>Path under the archive's base: <c>pool/main/…/x.deb</c>.</summary>
    public string Filename => Text(PackageField.Filename);

    /// <summary>Size of the <c>.deb</c> in bytes.</summary>
    public long Size => index.Row(number).Size;

    /// <summary>SHA-256 of the <c>.deb</c>, lower-case hexadecimal.</summary>
    public string Sha256 => Convert.ToHexStringLower(index.Row(number).Sha256);

    /// <summary><c>NAME VERSION ARCHITECTURE</c>.</summary>
    public override string ToString() => $"{Name} {Version} {Architecture}";

    private string Text(PackageField field) => Encoding.UTF8.GetString(index.Text(number, field));

    private IReadOnlyList<Dependency> Dependencies(PackageField field) =>
        RelationParser.ParseDependencies(index.Text(number, field), index.Architecture);

    private IReadOnlyList<Relation> Relations(PackageField field) =>
        RelationParser.ParseRelations(index.Text(number, field), index.Architecture);
}
