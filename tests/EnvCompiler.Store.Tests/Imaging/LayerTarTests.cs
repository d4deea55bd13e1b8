using System.Diagnostics;
using System.Text;
using EnvCompiler.Store.Imaging;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Imaging;

public sealed class LayerTarTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Requires("tar")]
    public void Tar_extracts_names_of_any_length_and_any_character()
    {
        var deep = string.Join('/', Enumerable.Repeat("a-directory-with-a-long-name", 12));
        var hostile = "a\"; rm -rf $HOME\n{{x}} %h ünïcode";
        ImageEntry[] entries =
        [
            new ImageEntry.Made($"{deep}/file", Encoding.UTF8.GetBytes("deep"), IsProgram: true),
            new ImageEntry.Made(hostile, Encoding.UTF8.GetBytes("hostile"), IsProgram: false),
            new ImageEntry.Symlink("link", deep + "/file"),
            new ImageEntry.Symlink("short", hostile),
            new ImageEntry.Directory("sticky", 0b1_111_111_111),
        ];
        var archive = Write(entries);

        Run("tar", "-xf", archive, "-C", directory.Path);

        Assert.Equal("deep", File.ReadAllText(directory.File("link")));
        Assert.Equal("hostile", File.ReadAllText(directory.File("short")));
        Assert.True(File.GetUnixFileMode(directory.File(deep, "file")).HasFlag(UnixFileMode.UserExecute));
        Assert.True(File.GetUnixFileMode(directory.File("sticky")).HasFlag(UnixFileMode.StickyBit));
    }

    [Fact]
    public void The_order_of_entries_does_not_show()
    {
        ImageEntry[] entries = [new ImageEntry.Directory("b"), new ImageEntry.Made("a", Encoding.UTF8.GetBytes("a"), IsProgram: false), new ImageEntry.Symlink("c", "a")];
        var (first, second) = (new MemoryStream(), new MemoryStream());
        new LayerTar(first).Write(entries);
        new LayerTar(second).Write(entries.Reverse());
        Assert.Equal(first.ToArray(), second.ToArray());
    }

    [Theory]
    [InlineData(3)]
    [InlineData(5)]
    public void A_file_that_has_changed_since_is_an_error(long size)
    {
        var source = directory.Write("source", "four");
        Assert.Throws<IOException>(() => new LayerTar(new MemoryStream()).Write([new ImageEntry.File("a", source, size, IsProgram: false)]));
    }

    public void Dispose() => directory.Dispose();

    private string Write(IEnumerable<ImageEntry> entries)
    {
        var path = directory.File("layer.tar");
        using var file = File.Create(path);
        new LayerTar(file).Write(entries);
        return path;
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false })!;
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
