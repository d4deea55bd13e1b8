using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Inspecting;
using static EnvCompiler.Resolve.Tests.Inspecting.TinyElf;

namespace EnvCompiler.Resolve.Tests.Inspecting;

/// <summary>What an ELF file says besides its device code: the processor level and the libraries that it needs.</summary>
public sealed class ElfNotesTests
{
    private const uint IsaNeeded = 0xc0008002;
    private const uint IsaUsed = 0xc0010002;

    [Theory]
    [InlineData(1, "x86-64")]
    [InlineData(2, "x86-64-v2")]
    [InlineData(3, "x86-64-v2")]
    [InlineData(7, "x86-64-v3")]
    [InlineData(8, "x86-64-v4")]
    [InlineData(0, null)]
    public void The_highest_level_of_the_note_counts(byte bits, string? level) =>
        Assert.Equal(level, Inspect(Of((".note.gnu.property", Note(IsaNeeded, bits)))).Value.CpuLevel?.Name);

    [Fact]
    public void Levels_that_are_only_used_where_present_do_not_count() =>
        Assert.Null(Inspect(Of((".note.gnu.property", Note(IsaUsed, 8)))).Value.CpuLevel);

    [Fact]
    public void A_note_that_is_longer_than_its_section_is_refused()
    {
        var note = Note(IsaNeeded, 1);
        Put32(note, 4, 1000);
        Assert.Equal("ENVC0242", Assert.Single(Inspect(Of((".note.gnu.property", note))).Diagnostics).Code);
    }

    [Fact]
    public void Libraries_of_CUDA_are_told_from_others()
    {
        var file = Inspect(Dynamic("\0libcublasLt.so.12\0libcurl.so.4\0libcuda.so.1\0libcups.so.2\0"u8.ToArray(), 1, 19, 32, 45));
        Assert.Equal(["libcublasLt.so.12", "libcuda.so.1"], file.Value.CudaLibraries);
        Assert.Empty(file.Value.Undecided);
    }

    [Fact]
    public void What_a_library_compiles_at_run_time_is_undecided() =>
        Assert.Equal(["what `libnvrtc.so.12` compiles at run time"], Inspect(Dynamic("\0libnvrtc.so.12\0"u8.ToArray(), 1)).Value.Undecided);

    [Theory]
    [InlineData(99)]
    [InlineData(uint.MaxValue)]
    [InlineData(1)]
    public void Names_that_lie_outside_or_have_no_end_are_refused(uint name) =>
        Assert.Equal("ENVC0242", Assert.Single(Inspect(Dynamic("\0libcuda.so.1"u8.ToArray(), name)).Diagnostics).Code);

    [Fact]
    public void Names_in_a_section_that_is_not_there_are_refused()
    {
        var file = Dynamic("\0libcuda.so.1\0"u8.ToArray(), 1);
        Put32(file, Row(file, 2) + 40, 77);
        Assert.Equal("ENVC0242", Assert.Single(Inspect(file).Diagnostics).Code);
    }

    private static byte[] Note(uint type, byte bits)
    {
        var note = new byte[32];
        Put32(note, 0, 4);
        Put32(note, 4, 16);
        Put32(note, 8, 5);
        "GNU\0"u8.CopyTo(note.AsSpan(12));
        Put32(note, 16, type);
        Put32(note, 20, 4);
        note[24] = bits;
        return note;
    }

    // The names are in section 1, the table of DT_NEEDED in section 2.
    private static byte[] Dynamic(byte[] names, params uint[] needed)
    {
        var table = new byte[16 * (needed.Length + 1)];
        for (var i = 0; i < needed.Length; i++)
        {
            Put64(table, 16 * i, 1);
            Put64(table, (16 * i) + 8, needed[i]);
        }

        var file = Of((".dynstr", names), (".dynamic", table));
        Put32(file, Row(file, 2) + 40, 1);
        return file;
    }

    private static Result<InspectedFile> Inspect(byte[] file) => BinaryInspector.Inspect(new MemoryStream(file), "x");
}
