using System.Buffers;
using System.Buffers.Text;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace EnvCompiler.Resolve.Catalogs.Debian.Indexing;

/// <summary>Collects packages stanza by stanza and lays them out as an <see cref="IndexImage"/>.</summary>
internal sealed class IndexBuilder
{
    private static readonly SearchValues<byte> EndOfName = SearchValues.Create(" \t\n(:["u8);

    private readonly List<PackageRow> packages;
    private readonly List<NameRow> names;
    private readonly List<ProviderRow> providers;
    private readonly List<int> essentials = [];
    private int[] buckets;
    private byte[] text;
    private int textLength;

    /// <summary>An empty index.</summary>
    /// <param name="expectedSize">Size of the Packages file in bytes if it is known: the tables then need not grow.</param>
    internal IndexBuilder(long expectedSize)
    {
        // Debian's files have 850 bytes a package, of which 400 are kept, and two names a package.
        var expectedPackages = (int)Math.Clamp(expectedSize / 800, 16, 1 << 20);
        packages = new List<PackageRow>(expectedPackages);
        names = new List<NameRow>(expectedPackages * 2);
        providers = new List<ProviderRow>(expectedPackages);
        buckets = NewBuckets((int)BitOperations.RoundUpToPowerOf2((uint)expectedPackages * 2));
        text = GC.AllocateUninitializedArray<byte>(expectedPackages * 450);
    }

    /// <summary>Adds one package.</summary>
    /// <exception cref="InvalidDataException">A needed field is missing or malformed.</exception>
    internal void Add(in Stanza stanza)
    {
        var row = new PackageRow
        {
            Size = ReadSize(stanza),
            Essential = stanza[PackageField.Essential].SequenceEqual("yes"u8) ? (byte)1 : (byte)0,
            MultiArch = (byte)ReadMultiArch(stanza[PackageField.MultiArch]),
            Priority = (byte)ReadPriority(stanza[PackageField.Priority]),
        };
        ReadDigest(stanza, ref row);
        CheckNamePart(stanza, PackageField.Package);
        CheckNamePart(stanza, PackageField.Version);
        CheckNamePart(stanza, PackageField.Architecture);
        CheckFilename(stanza);
        row.Text = textLength;
        for (var field = 0; field < PackageRow.TextFields; field++)
        {
            var value = stanza[(PackageField)field];
            row.Lengths[field] = value.Length;
            AppendText(value);
        }

        var number = packages.Count;
        row.Name = Intern(stanza[PackageField.Package]);
        ref var name = ref CollectionsMarshal.AsSpan(names)[row.Name];
        row.NextOfName = name.FirstPackage;
        name.FirstPackage = number;
        packages.Add(row);
        if (row.Essential != 0)
            essentials.Add(number);
        AddProvided(stanza[PackageField.Provides], number);
    }

    /// <summary>Writes the finished image, piece by piece.</summary>
    internal void Write(Action<ReadOnlySpan<byte>> write)
    {
        for (var name = 0; name < names.Count; name++)
        {
            var first = names[name].FirstPackage;
            if (first >= 0 && packages[first].NextOfName >= 0)
                SortVersions(name);
        }

        var tables = new IndexTables
        {
            Packages = CollectionsMarshal.AsSpan(packages),
            Names = CollectionsMarshal.AsSpan(names),
            Buckets = buckets,
            Providers = CollectionsMarshal.AsSpan(providers),
            Essentials = CollectionsMarshal.AsSpan(essentials),
            Text = text.AsSpan(0, textLength),
        };
        IndexImage.Write(tables, write);
    }

    /// <summary>The finished image in memory.</summary>
    internal IndexImage Build()
    {
        using var image = new MemoryStream();
        Write(image.Write);
        return IndexImage.TryOpen(image.ToArray())!;
    }

    // Highest version first; equal versions in the file's order.
    private void SortVersions(int name)
    {
        var numbers = new List<int>();
        for (var number = names[name].FirstPackage; number >= 0; number = packages[number].NextOfName)
            numbers.Add(number);
        numbers.Reverse();
        var sorted = numbers.OrderByDescending(VersionOf).ToList();
        CollectionsMarshal.AsSpan(names)[name].FirstPackage = sorted[0];
        for (var i = 0; i < sorted.Count; i++)
            CollectionsMarshal.AsSpan(packages)[sorted[i]].NextOfName = i + 1 < sorted.Count ? sorted[i + 1] : -1;
    }

    private DebianVersion VersionOf(int number)
    {
        var row = packages[number];
        return new DebianVersion(Encoding.UTF8.GetString(text.AsSpan(row.Text, row.Lengths[(int)PackageField.Version])));
    }

    private void AddProvided(ReadOnlySpan<byte> field, int package)
    {
        if (field.IsEmpty)
            return;
        foreach (var range in field.Split((byte)','))
        {
            var relation = field[range].TrimStart(" \t\n"u8);
            var end = relation.IndexOfAny(EndOfName);
            var provided = end < 0 ? relation : relation[..end];
            if (provided.IsEmpty)
                continue;
            var row = Intern(provided);
            ref var name = ref CollectionsMarshal.AsSpan(names)[row];
            if (name.LastProvider >= 0 && providers[name.LastProvider].Package == package)
                continue;
            providers.Add(new ProviderRow { Package = package, Previous = name.LastProvider });
            name.LastProvider = providers.Count - 1;
        }
    }

    private int Intern(ReadOnlySpan<byte> name)
    {
        var hash = IndexImage.Hash(name);
        ref var bucket = ref buckets[hash & (uint)(buckets.Length - 1)];
        var rows = CollectionsMarshal.AsSpan(names);
        for (var row = bucket; row >= 0; row = rows[row].NextInBucket)
        {
            if (rows[row].Hash == hash && text.AsSpan(rows[row].Text, rows[row].Length).SequenceEqual(name))
                return row;
        }

        names.Add(new NameRow { Hash = hash, Text = textLength, Length = name.Length, FirstPackage = -1, LastProvider = -1, NextInBucket = bucket });
        bucket = names.Count - 1;
        AppendText(name);
        if (names.Count > buckets.Length)
            Rehash();
        return names.Count - 1;
    }

    private void Rehash()
    {
        buckets = NewBuckets(buckets.Length * 2);
        var rows = CollectionsMarshal.AsSpan(names);
        for (var row = 0; row < rows.Length; row++)
        {
            ref var bucket = ref buckets[rows[row].Hash & (uint)(buckets.Length - 1)];
            rows[row].NextInBucket = bucket;
            bucket = row;
        }
    }

    private static int[] NewBuckets(int count)
    {
        var buckets = new int[count];
        Array.Fill(buckets, -1);
        return buckets;
    }

    private void AppendText(ReadOnlySpan<byte> bytes)
    {
        if (textLength + bytes.Length > text.Length)
            Array.Resize(ref text, checked((text.Length + bytes.Length) * 2));
        bytes.CopyTo(text.AsSpan(textLength));
        textLength += bytes.Length;
    }

    private static long ReadSize(in Stanza stanza)
    {
        var value = stanza[PackageField.Size];
        return Utf8Parser.TryParse(value, out long size, out var used) && used == value.Length && size > 0
            ? size
            : throw Malformed(stanza, PackageField.Size);
    }

    private static void ReadDigest(in Stanza stanza, ref PackageRow row)
    {
        Span<byte> digest = row.Sha256;
        var value = stanza[PackageField.Sha256];
        if (value.Length != digest.Length * 2
            || Convert.FromHexString(value, digest, out _, out _) != OperationStatus.Done)
        {
            throw Malformed(stanza, PackageField.Sha256);
        }
    }

    // Locks join name, version and architecture by slashes; Policy 5.6.1, 5.6.8 and 5.6.12 allow even less.
    private static void CheckNamePart(in Stanza stanza, PackageField field)
    {
        var value = stanza[field];
        if (value.IsEmpty || value.Contains((byte)'/') || value.ContainsAnyExceptInRange((byte)'!', (byte)'~'))
            throw Malformed(stanza, field);
    }

    // It is joined to a mirror's address.
    private static void CheckFilename(in Stanza stanza)
    {
        var value = stanza[PackageField.Filename];
        if (value.IsEmpty || value[0] == (byte)'/' || value.IndexOf(".."u8) >= 0 || value.ContainsAny("\n\\?#"u8))
            throw Malformed(stanza, PackageField.Filename);
    }

    private static InvalidDataException Malformed(in Stanza stanza, PackageField field) =>
        new($"the package `{Encoding.UTF8.GetString(stanza[PackageField.Package])}` has no valid `{field}` field");

    private static MultiArch ReadMultiArch(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("same"u8) ? MultiArch.Same
        : value.SequenceEqual("foreign"u8) ? MultiArch.Foreign
        : value.SequenceEqual("allowed"u8) ? MultiArch.Allowed
        : MultiArch.No;

    private static PackagePriority ReadPriority(ReadOnlySpan<byte> value) =>
        value.SequenceEqual("required"u8) ? PackagePriority.Required
        : value.SequenceEqual("important"u8) ? PackagePriority.Important
        : value.SequenceEqual("standard"u8) ? PackagePriority.Standard
        : value.SequenceEqual("extra"u8) ? PackagePriority.Extra
        : PackagePriority.Optional;
}
