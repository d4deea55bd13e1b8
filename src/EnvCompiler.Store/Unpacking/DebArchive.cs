namespace EnvCompiler.Store.Unpacking;

/// <summary>Members of a Debian package (deb(5)): <c>debian-binary</c>, <c>control.tar.*</c> and <c>data.tar.*</c>, in this order.</summary>
internal static class DebArchive
{
    /// <summary>Reads the first two members.</summary>
    /// <param name="ar">At its start; afterwards behind them.</param>
    /// <exception cref="InvalidDataException">Damaged or cut off; the message is a clause about «it».</exception>
    public static ControlArchive ReadControl(ArReader ar)
    {
        CheckVersion(ar.Next());
        using var tar = Open(ar.Next(), "control.tar");
        return ControlArchive.Read(new TarReader(tar));
    }

    /// <summary>A member's decompressed content.</summary>
    /// <param name="member">Null at the end of the archive.</param>
    /// <param name="name">What it has to be, without the suffix of its compression.</param>
    /// <exception cref="InvalidDataException">It is another one, or compressed in an unknown way.</exception>
    public static Stream Open(ArMember? member, string name)
    {
        if (member is null || !member.Name.StartsWith(name, StringComparison.Ordinal))
            throw new InvalidDataException($"it has no `{name}` where one belongs");
        return Decompression.Open(member.Name[name.Length..], member)
            ?? throw new InvalidDataException($"`{member.Name}` is compressed in an unknown way");
    }

    private static void CheckVersion(ArMember? member)
    {
        if (member is not { Name: "debian-binary" })
            throw new InvalidDataException("its first member is not `debian-binary`");
        Span<byte> version = stackalloc byte[16];
        var count = member.ReadAtLeast(version, version.Length, throwOnEndOfStream: false);
        if (!version[..count].StartsWith("2."u8))
            throw new InvalidDataException("its format is not version 2");
    }
}
