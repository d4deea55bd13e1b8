using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Imaging;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Imaging;

public sealed class EntryDirectoriesTests : IDisposable
{
    private static readonly ImageEntry[] s_launcher =
    [
        new ImageEntry.Directory(".envc"), new ImageEntry.Directory(".envc/lib"), new ImageEntry.Made(".envc/envc-run", "program"u8.ToArray(), IsProgram: true),
        new ImageEntry.Made(".envc/lib/libz.so.1", "library"u8.ToArray(), IsProgram: false),
    ];

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task A_name_is_of_what_is_there_and_the_order_of_entries_does_not_show()
    {
        var place = await EnsureAsync(s_launcher);
        Assert.Equal(["bin", "envc-run", "environment", "lib"], Directory.GetFileSystemEntries(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(EntryDirectories.IsWhole(place));
        Assert.Equal(place, await EnsureAsync([s_launcher[0], s_launcher[1], s_launcher[3], s_launcher[2]]));
        Assert.NotEqual(place, await EnsureAsync([.. s_launcher[..3], new ImageEntry.Made(".envc/lib/libz.so.1", "another"u8.ToArray(), IsProgram: false)]));
    }

    [Theory]
    [InlineData("echo x > lib/libz.so.1")]
    [InlineData("rm envc-run")]
    [InlineData("chmod 444 envc-run")]
    [InlineData("touch lib/more")]
    [InlineData("mkdir more")]
    [InlineData("rm -r lib; ln -s / lib")]
    [InlineData("rm -r lib; echo > lib")]
    public async Task What_is_not_what_its_name_says_is_made_whole(string damage)
    {
        var place = await EnsureAsync(s_launcher);
        using (var shell = System.Diagnostics.Process.Start("sh", ["-ec", $"cd '{place}'; {damage}"]))
            await shell.WaitForExitAsync();
        Assert.False(EntryDirectories.IsWhole(place));
        Assert.Equal(place, await EnsureAsync(s_launcher));
        Assert.True(EntryDirectories.IsWhole(place));
    }

    private async Task<string> EnsureAsync(IReadOnlyList<ImageEntry> launcher) =>
        (await new EntryDirectories(new StoreLayout(directory.File("store")), new PosixFileOperations(), TimeProvider.System).EnsureLauncherAsync(launcher, CancellationToken.None)).Value;
}
