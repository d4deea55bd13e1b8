using EnvCompiler.Resolve.Inspecting.Fatbins;

namespace EnvCompiler.Resolve.Tests.Inspecting;

public sealed class Lz4BlockTests
{
    // lz4 -l: "abcabcabcabc…" as three literals and an overlapping match, then five literals.
    private static readonly byte[] s_run = [0x3F, (byte)'a', (byte)'b', (byte)'c', 3, 0, 5, 0x50, (byte)'v', (byte)'w', (byte)'x', (byte)'y', (byte)'z'];
    private const string RunText = "abcabcabcabcabcabcabcabcabcvwxyz";

    [Fact]
    public void Literals_and_an_overlapping_match_are_decoded() => Assert.Equal(RunText, Decode(s_run, 100));

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(27)]
    [InlineData(30)]
    public void Decoding_ends_where_the_room_does(int room) => Assert.Equal(RunText[..room], Decode(s_run, room));

    [Fact]
    public void Lengths_go_on_while_bytes_are_255()
    {
        var literals = new byte[15 + 255 + 7];
        Array.Fill(literals, (byte)'x');
        Assert.Equal(literals.Length, Decode([0xF0, 255, 7, .. literals], 1000).Length);
    }

    [Fact]
    public void A_length_without_end_is_no_more_than_the_room()
    {
        var block = new byte[1 << 20];
        Array.Fill(block, (byte)0xFF);
        Assert.Equal(64, Lz4Block.Decode(block, new byte[64]));
    }

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0x30, 1, 2 })]
    [InlineData(new byte[] { 0x10, 1, 1 })]
    [InlineData(new byte[] { 0xF0 })]
    [InlineData(new byte[] { 0x10, 1, 0, 0, 0 })]
    [InlineData(new byte[] { 0x10, 1, 2, 0, 0 })]
    [InlineData(new byte[] { 0x1F, 1, 1, 0, 255 })]
    public void A_block_that_is_cut_short_or_refers_to_nothing_is_refused(byte[] block) =>
        Assert.Throws<InvalidDataException>(() => Lz4Block.Decode(block, new byte[64 * 1024]));

    private static string Decode(byte[] block, int room)
    {
        var decoded = new byte[room];
        return System.Text.Encoding.ASCII.GetString(decoded, 0, Lz4Block.Decode(block, decoded));
    }
}
