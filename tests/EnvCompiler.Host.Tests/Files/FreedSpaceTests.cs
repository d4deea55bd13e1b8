using EnvCompiler.Host.Files;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Files;

public sealed class FreedSpaceTests : IDisposable
{
    private const int Size = 100_000;
    private readonly TemporaryDirectory directory = new();
    private readonly PosixFileOperations files = new();

    [Fact]
    public void A_file_is_freed_with_its_last_link()
    {
        Directory.CreateDirectory(directory.File("first"));
        Directory.CreateDirectory(directory.File("second"));
        File.WriteAllBytes(directory.File("first", "file"), new byte[Size]);
        Assert.True(files.TryLink(directory.File("first", "file"), directory.File("second", "file")));
        var space = new FreedSpace();
        Assert.True(space.Add(directory.File("first")) < Size);
        Assert.InRange(space.Add(directory.File("second")), Size, Size + 20_000);
    }

    [Fact]
    public void What_is_linked_from_elsewhere_counts_for_nothing()
    {
        Directory.CreateDirectory(directory.File("tree"));
        File.WriteAllBytes(directory.File("outside"), new byte[Size]);
        Assert.True(files.TryLink(directory.File("outside"), directory.File("tree", "file")));
        Assert.True(new FreedSpace().Add(directory.File("tree")) < Size);
    }

    [Fact]
    public void Links_to_directories_are_not_followed()
    {
        Directory.CreateDirectory(directory.File("tree"));
        Directory.CreateDirectory(directory.File("outside"));
        File.WriteAllBytes(directory.File("outside", "file"), new byte[Size]);
        files.Symlink("../outside", directory.File("tree", "link"));
        files.Symlink(".", directory.File("tree", "self"));
        Assert.True(new FreedSpace().Add(directory.File("tree")) < Size);
    }

    public void Dispose() => directory.Dispose();
}
