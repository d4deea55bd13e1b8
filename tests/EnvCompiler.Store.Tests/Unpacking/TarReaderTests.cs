using System.Text;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Tests.Unpacking;

public class TarReaderTests
{
    [Fact]
    public void Files_directories_and_links_are_read_with_their_content()
    {
        var tar = Reader(new TarBuilder().Directory("./a/").File("./a/b", "text", 0b111_101_101).Symlink("./a/c", "b").HardLink("./a/d", "./a/b").Build());

        Assert.Equal(
            ["Directory ./a/ 0", "File ./a/b 4 text", "Symlink ./a/c 0 ->b", "HardLink ./a/d 0 ->./a/b"],
            All(tar).Select(entry => $"{entry.Entry.Kind} {entry.Entry.Name} {entry.Entry.Size}{(entry.Text.Length > 0 ? " " + entry.Text : "")}{(entry.Entry.LinkTarget.Length > 0 ? " ->" + entry.Entry.LinkTarget : "")}"));
    }

    [Theory]
    [InlineData('L')]
    [InlineData('x')]
    public void Names_longer_than_a_header_are_read_in_both_dialects(char dialect)
    {
        var name = "./" + string.Join('/', Enumerable.Repeat("a-rather-long-directory-name", 9));
        var builder = dialect == 'L' ? new TarBuilder().Long('L', name) : new TarBuilder().Pax("path", name);

        Assert.Equal(name, All(Reader(builder.File("short", "x").Build())).Single().Entry.Name);
    }

    [Fact]
    public void A_pax_header_may_give_link_target_and_size()
    {
        var tar = new TarBuilder().Pax("linkpath", "elsewhere").Symlink("l", "here").Pax("size", "3").Entry("f", '0', 0, content: "abc"u8.ToArray(), claimedSize: 0);

        var entries = All(Reader(tar.Build()));

        Assert.Equal("elsewhere", entries[0].Entry.LinkTarget);
        Assert.Equal("abc", entries[1].Text);
    }

    [Fact]
    public void Names_of_a_real_tar_are_those_it_lists()
    {
        using var directory = new TestKit.TemporaryDirectory();
        directory.Write(string.Join('/', Enumerable.Repeat("eine-lange-Straße-ohne-Ende", 6)) + "/Größe", "x");
        directory.Write("plain", "y");
        foreach (var format in (string[])["gnu", "pax", "ustar"])
        {
            var archive = directory.File(format + ".tar");
            using var tar = System.Diagnostics.Process.Start("tar", ["--format", format, "-cf", archive, "-C", directory.Path, "plain", "eine-lange-Straße-ohne-Ende"])!;
            tar.WaitForExit();
            Assert.Equal(0, tar.ExitCode);

            var names = All(Reader(File.ReadAllBytes(archive))).Select(entry => entry.Entry.Name.TrimEnd('/')).ToArray();

            Assert.Equal(8, names.Length);
            Assert.Equal("plain", names[0]);
            Assert.EndsWith("ohne-Ende/Größe", names[^1], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_wrong_checksum_is_refused()
    {
        var bytes = new TarBuilder().File("a", "text").Build();
        bytes[0] ^= 1;

        Assert.Throws<InvalidDataException>(() => All(Reader(bytes)));
    }

    [Fact]
    public void An_archive_without_its_end_is_refused()
    {
        Assert.Throws<InvalidDataException>(() => All(Reader(new TarBuilder().File("a", "text").BuildWithoutEnd())));
        Assert.Throws<InvalidDataException>(() => All(Reader(new TarBuilder().File("a", "text").Build()[..700])));
    }

    [Theory]
    [InlineData('3')]
    [InlineData('4')]
    [InlineData('6')]
    [InlineData('S')]
    [InlineData('V')]
    public void Devices_pipes_and_unknown_types_are_refused(char type)
    {
        Assert.Throws<InvalidDataException>(() => All(Reader(new TarBuilder().Entry("dev/x", type, 0).Build())));
    }

    [Fact]
    public void A_name_header_of_two_mebibytes_is_refused_before_it_is_read()
    {
        var tar = new TarBuilder().Entry("././@LongLink", 'L', 0, claimedSize: 2 << 20).Build();

        Assert.Contains("1 MiB", Assert.Throws<InvalidDataException>(() => All(Reader(tar))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_archives_end_in_InvalidDataException_and_nothing_else()
    {
        var good = new TarBuilder().Directory("./a/").Long('L', new string('n', 150)).File("x", "text").Pax("path", "y").Symlink("z", "t").Build();
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = 0; change <= round % 3; change++)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                All(Reader(bytes));
            }
            catch (InvalidDataException)
            {
                // Refused is as good as read; other exceptions and endless loops are what this looks for.
            }
        }
    }

    private static TarReader Reader(byte[] bytes) => new(new MemoryStream(bytes));

    private static List<(TarEntry Entry, string Text)> All(TarReader tar)
    {
        var entries = new List<(TarEntry, string)>();
        while (tar.TryNext(out var entry))
        {
            var text = new StringBuilder();
            for (var piece = tar.ReadContent(); !piece.IsEmpty; piece = tar.ReadContent())
                text.Append(Encoding.UTF8.GetString(piece));
            entries.Add((entry, text.ToString()));
        }

        tar.Finish();
        return entries;
    }
}
