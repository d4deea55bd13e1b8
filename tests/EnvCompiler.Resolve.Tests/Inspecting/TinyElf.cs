using System.Buffers.Binary;
using System.Text;

namespace EnvCompiler.Resolve.Tests.Inspecting;

/// <summary>Writes ELF files of sections alone, so that a test can say exactly what is wrong with one.</summary>
internal static class TinyElf
{
    internal const int HeaderSize = 64;

    private const int RowSize = 64;

    /// <summary>A file with these sections, behind the header and one after the other; the section table is last.</summary>
    internal static byte[] Of(params (string Name, byte[] Bytes)[] sections)
    {
        (string Name, byte[] Bytes)[] all = [.. sections, (".shstrtab", [])];
        var names = Encoding.ASCII.GetBytes($"\0{string.Join('\0', all.Select(section => section.Name))}\0");
        all[^1].Bytes = names;
        var table = HeaderSize + all.Sum(section => section.Bytes.Length);
        var file = new byte[table + (RowSize * (all.Length + 1))];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(file);
        Put16(file, 18, 62);
        Put64(file, 40, (ulong)table);
        Put16(file, 58, RowSize);
        Put16(file, 60, (ushort)(all.Length + 1));
        Put16(file, 62, (ushort)all.Length);
        var (offset, name) = (HeaderSize, 1);
        for (var i = 0; i < all.Length; i++)
        {
            var row = table + (RowSize * (i + 1));
            Put32(file, row, (uint)name);
            Put32(file, row + 4, 1);
            Put64(file, row + 24, (ulong)offset);
            Put64(file, row + 32, (ulong)all[i].Bytes.Length);
            all[i].Bytes.CopyTo(file, offset);
            offset += all[i].Bytes.Length;
            name += all[i].Name.Length + 1;
        }

        return file;
    }

    /// <summary>The row of a section, from 1.</summary>
    internal static int Row(byte[] file, int index) => (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(40)) + (RowSize * index);

    internal static void Put16(byte[] file, int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(at), value);

    internal static void Put32(byte[] file, int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(at), value);

    internal static void Put64(byte[] file, int at, ulong value) => BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
