using System.Diagnostics;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Inspecting;
using static EnvCompiler.Resolve.Tests.Inspecting.TinyElf;

namespace EnvCompiler.Resolve.Tests.Inspecting;

/// <summary>Damaged and hostile files end in one diagnostic, in time linear in the file.</summary>
public sealed class HostileBinaryTests
{
    private const string Malformed = "ENVC0243";
    private const string MalformedElf = "ENVC0242";

    // In a fat binary: its header is 16 bytes, its first code's header 64.
    private const int FatbinStart = HeaderSize;
    private const int EntryStart = FatbinStart + 16;

    private static readonly byte[] s_code = CodeOf("axpy-ptx_90");

    [Fact]
    public void A_whole_file_is_read() => Assert.Equal("compute_90 (PTX 9.0)", Assert.Single(Inspect(Whole()).Value.Fatbins[0].Entries).Code!.ToString());

    [Fact]
    public void Sections_that_are_cut_short_at_any_byte_are_refused()
    {
        for (var length = 1; length < s_code.Length; length++)
        {
            var result = Inspect(Of((".nv_fatbin", s_code[..length])));
            if (length < 8)
                Assert.True(result.Ok);
            else
                Refused(result, Malformed);
        }
    }

    [Fact]
    public void Files_that_are_cut_short_at_any_byte_are_refused()
    {
        var file = Whole();
        for (var length = 4; length < file.Length; length += 7)
            Refused(Inspect(file[..length]), MalformedElf);
    }

    [Theory]
    [InlineData(0, 0x12345678)]
    [InlineData(4, 7)]
    [InlineData(6, 15)]
    [InlineData(6, 0xFFFF)]
    [InlineData(8, long.MaxValue)]
    [InlineData(8, -1)]
    [InlineData(8, -16)]
    public void Absurd_numbers_in_the_header_of_a_fat_binary_are_refused(int at, long value) => Refused(Changed(FatbinStart + at, value, at == 8 ? 8 : at == 0 ? 4 : 2), Malformed);

    [Theory]
    [InlineData(4, 4, 0)]
    [InlineData(4, 4, 63)]
    [InlineData(4, 4, 0xFFFFFFFF)]
    [InlineData(8, 8, -1)]
    [InlineData(8, 8, long.MaxValue)]
    [InlineData(8, 8, 1)]
    [InlineData(16, 4, 0xFFFFFFFF)]
    [InlineData(16, 4, 0)]
    [InlineData(28, 4, 0)]
    [InlineData(28, 4, 0xFFFFFFFF)]
    [InlineData(56, 8, -1)]
    [InlineData(56, 8, 1L << 40)]
    public void Absurd_numbers_in_the_header_of_a_code_are_refused(int at, int size, long value) => Refused(Changed(EntryStart + at, value, size), Malformed);

    [Fact]
    public void A_header_that_the_PTX_belies_is_refused()
    {
        var result = Changed(EntryStart + 28, 80, 4);
        Refused(result, Malformed);
        Assert.Contains("is for `sm_90` and is said to be for `sm_80`", result.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_that_the_machine_code_belies_is_refused()
    {
        var file = Of((".nv_fatbin", CodeOf("axpy-sm_90")));
        Put32(file, EntryStart + 28, 80);
        var result = Inspect(file);
        Refused(result, Malformed);
        Assert.Contains("is for `sm_90` and is said to be for `sm_80`", result.Diagnostics[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_code_of_an_unknown_kind_is_undecided()
    {
        var file = Whole();
        Put16(file, EntryStart, 8);
        Assert.Contains("kind 8", Assert.Single(Inspect(file).Value.Undecided), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        // A Zstandard frame with a window of 128 KiB and 16384 blocks that each repeat one byte as often: 2 GiB in 64 KiB.
        byte[] frame = [0x28, 0xB5, 0x2F, 0xFD, 0, 7 << 3, .. Enumerable.Repeat<byte[]>([2, 0, 0x10, (byte)'/'], 16384).SelectMany(block => block)];
        var file = Of((".nv_fatbin", [.. s_code[..96], .. frame]));
        Put64(file, FatbinStart + 8, (ulong)(80 + frame.Length));
        Put64(file, EntryStart + 8, (ulong)frame.Length);
        Put32(file, EntryStart + 16, (uint)frame.Length);
        Put64(file, EntryStart + 56, 0x80000000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = Inspect(file);
        Refused(result, Malformed);
        Assert.Contains("does not begin with `.version`", result.Diagnostics[0].Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Sections_that_share_bytes_are_refused()
    {
        var file = Of((".nv_fatbin", s_code), (".nv_fatbin", s_code));
        Put64(file, Row(file, 2) + 24, HeaderSize + 8);
        Refused(Inspect(file), MalformedElf);
    }

    [Theory]
    [InlineData(40, 8, long.MaxValue)]
    [InlineData(40, 8, -32)]
    [InlineData(58, 2, 63)]
    [InlineData(60, 2, 0xFFFF)]
    [InlineData(60, 2, 0)]
    [InlineData(62, 2, 0xFFF0)]
    [InlineData(62, 2, 0xFFFF)]
    public void A_section_table_that_is_not_in_the_file_is_refused(int at, int size, long value)
    {
        var file = Whole();

        // With a count of 0 it is in the first row (gABI).
        Put64(file, Row(file, 0) + 32, 1UL << 60);
        Put32(file, Row(file, 0) + 40, uint.MaxValue);
        Refused(Inspect(Patched(file, at, value, size)), MalformedElf);
    }

    [Fact]
    public void More_sections_than_sixteen_bits_count_are_read()
    {
        var file = Whole();
        Put64(file, Row(file, 0) + 32, 3);
        Put16(file, 60, 0);
        Assert.Single(Inspect(file).Value.Fatbins);
    }

    [Theory]
    [InlineData(4, "32-bit")]
    [InlineData(5, "big-endian")]
    public void Files_of_other_machines_are_a_warning(int at, string kind)
    {
        var file = Whole();
        file[at] = at == 4 ? (byte)1 : (byte)2;
        var result = Inspect(file);
        Assert.True(result.Ok);
        Assert.Contains(kind, Assert.Single(result.Diagnostics, diagnostic => diagnostic is { Code: "ENVC0241", Severity: Severity.Warning }).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_a_section_table_is_undecided()
    {
        var file = Whole();
        Put64(file, 40, 0);
        Assert.Contains("section table", Assert.Single(Inspect(file).Value.Undecided), StringComparison.Ordinal);
    }

    [Fact]
    public void Very_many_fat_binaries_are_refused_and_all_else_takes_linear_time()
    {
        byte[] empty = [.. s_code[..8], 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] many = [.. Enumerable.Repeat(empty, 1 << 18).SelectMany(bytes => bytes)];
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(1 << 18, Inspect(Of((".nv_fatbin", many))).Value.Fatbins.Count);
        Refused(Inspect(Of((".nv_fatbin", [.. many, .. empty]))), Malformed);
        Assert.True(Inspect(Of((".nv_fatbin", new byte[32 << 20]))).Ok);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 20);
    }

    [Fact]
    public void Files_that_are_none_say_so()
    {
        using var directory = new TestKit.TemporaryDirectory();
        Refused(BinaryInspector.Inspect(directory.Path, "x"), "ENVC0240");
        Refused(BinaryInspector.Inspect(directory.File("absent"), "x"), "ENVC0240");
        Refused(BinaryInspector.Inspect("/dev/zero", "x"), "ENVC0240");
    }

    private static byte[] Whole() => Of((".nv_fatbin", s_code));

    private static Result<InspectedFile> Changed(int at, long value, int size) => Inspect(Patched(Whole(), at, value, size));

    private static byte[] Patched(byte[] file, int at, long value, int size)
    {
        BitConverter.GetBytes(value).AsSpan(0, size).CopyTo(file.AsSpan(at));
        return file;
    }

    private static void Refused(Result<InspectedFile> result, string code)
    {
        Assert.False(result.Ok);
        Assert.Equal(code, Assert.Single(result.Diagnostics).Code);
    }

    private static Result<InspectedFile> Inspect(byte[] file) => BinaryInspector.Inspect(new MemoryStream(file), "x");

    // The fat binary that has the program's kernel: the second one of its file.
    private static byte[] CodeOf(string build)
    {
        var fatbins = BinaryInspector.Inspect(GpuFixtures.Build(build), build).Value.Fatbins;
        var start = (int)fatbins[^1].Offset;
        var bytes = File.ReadAllBytes(GpuFixtures.Build(build));
        var size = 16 + (int)BitConverter.ToInt64(bytes, start + 8);
        return bytes[start..(start + size)];
    }
}
