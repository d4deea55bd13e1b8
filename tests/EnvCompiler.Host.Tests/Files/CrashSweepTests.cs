using System.Threading.Tasks;
using EnvCompiler.Host.Files;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace EnvCompiler.Host.Tests.Files;

/// <summary>The writers that all others are made of; and that the sweep finds what is wrong with careless ones.</summary>
public sealed class CrashSweepTests(ITestOutputHelper output)
{
    private static readonly byte[] NewContent = [.. Enumerable.Range(1, 100).Select(number => (byte)number)];

    private static WriterUnderTest Replace => FileWriterOf("FileWriter.Replace", (path, files) => new FileWriter(files).Replace(path, NewContent)) with { SweepsTemporaries = false };

    private static WriterUnderTest ReplaceSymlink => new("FileWriter.ReplaceSymlink")
    {
        PrepareAsync = directory => Task.FromResult(File.CreateSymbolicLink(Path.Combine(directory, "link"), "old")),
        WriteAsync = (directory, files) =>
        {
            new FileWriter(files).ReplaceSymlink(Path.Combine(directory, "link"), "new");
            return Task.FromResult(true);
        },
        Look = directory => new FileInfo(Path.Combine(directory, "link")).LinkTarget switch
        {
            "old" => WriterState.Old,
            "new" => WriterState.New,
            var other => throw new XunitException($"the link leads to {other}"),
        },
        SweepsTemporaries = false,
    };

    [Fact]
    public async Task A_replaced_file_is_the_old_or_the_new_one() => await new CrashSweep(Replace, output).RunAsync();

    [Fact]
    public async Task A_replaced_symlink_is_the_old_or_the_new_one() => await new CrashSweep(ReplaceSymlink, output).RunAsync();

    [Fact]
    public async Task Neither_has_a_sync_too_many()
    {
        await new CrashSweep(Replace, output).NeedsEverySyncAsync();
        await new CrashSweep(ReplaceSymlink, output).NeedsEverySyncAsync();
    }

    [Fact]
    public async Task A_sync_too_many_is_found_out()
    {
        var careful = FileWriterOf("careful", (path, files) =>
        {
            files.SyncFileSystem(Path.GetDirectoryName(path)!);
            new FileWriter(files).Replace(path, NewContent);
        });
        var found = await Assert.ThrowsAnyAsync<XunitException>(() => new CrashSweep(careful with { SweepsTemporaries = false }, output).NeedsEverySyncAsync());
        Assert.Contains("would be as safe without SyncFileSystem .", found.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rename_of_what_was_not_synced_is_found_out() => await AssertFoundOutAsync("bytes of neither", (path, files) =>
    {
        Write(files, path + ".tmp-1", sync: false);
        files.Rename(path + ".tmp-1", path);
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    });

    [Fact]
    public async Task A_rename_in_a_directory_that_was_not_synced_is_found_out() => await AssertFoundOutAsync("after the crash it is the Old state", (path, files) =>
    {
        Write(files, path + ".tmp-1", sync: true);
        files.Rename(path + ".tmp-1", path);
    });

    [Fact]
    public async Task Removing_the_old_file_first_is_found_out() => await AssertFoundOutAsync("Could not find file", (path, files) =>
    {
        Write(files, path + ".tmp-1", sync: true);
        files.Unlink(path);
        files.Rename(path + ".tmp-1", path);
        files.SyncDirectory(Path.GetDirectoryName(path)!);
    });

    [Fact]
    public async Task A_file_in_a_directory_whose_own_name_was_not_synced_is_found_out() => await AssertFoundOutAsync("something was lost", (path, files) =>
    {
        var kept = Path.Combine(Path.GetDirectoryName(path)!, "kept");
        files.CreateDirectory(kept, FileWriter.Executable);
        files.Unlink(Path.Combine(kept, "old"));
        files.TryLink(path, Path.Combine(kept, "old"));
        files.SyncDirectory(kept);
        new FileWriter(files).Replace(path + "-flag", "");
        new FileWriter(files).Replace(path, NewContent);
    }, directory => !File.Exists(Path.Combine(directory, "file-flag")) || File.Exists(Path.Combine(directory, "kept", "old")));

    [Fact]
    public async Task A_failure_that_is_swallowed_is_found_out() => await AssertFoundOutAsync("afterwards it is the Old state", (path, files) =>
    {
        try
        {
            new FileWriter(files).Replace(path, NewContent);
        }
        catch (IOException)
        {
            // Found out, because it says that it is done.
        }
    });

    private async Task AssertFoundOutAsync(string finding, Action<string, IFileOperations> write, Func<string, bool>? holds = null)
    {
        var careless = FileWriterOf("careless", write);
        var judged = careless with
        {
            Look = directory => holds?.Invoke(directory) != false ? careless.Look(directory) : throw new XunitException("something was lost"),
            SweepsTemporaries = false,
        };
        var found = await Assert.ThrowsAnyAsync<XunitException>(() => new CrashSweep(judged, output).RunAsync());
        Assert.Contains(finding, found.Message, StringComparison.Ordinal);
    }

    private static void Write(IFileOperations files, string path, bool sync)
    {
        files.Unlink(path);
        using var file = files.CreateNew(path, FileWriter.Readable);
        file.Write(NewContent);
        if (sync)
            file.Sync();
    }

    private static WriterUnderTest FileWriterOf(string name, Action<string, IFileOperations> write) => new(name)
    {
        PrepareAsync = directory => File.WriteAllTextAsync(Path.Combine(directory, "file"), "old"),
        WriteAsync = (directory, files) =>
        {
            write(Path.Combine(directory, "file"), files);
            return Task.FromResult(true);
        },
        Look = directory =>
        {
            var content = File.ReadAllBytes(Path.Combine(directory, "file"));
            return content.AsSpan().SequenceEqual("old"u8) ? WriterState.Old
                : content.AsSpan().SequenceEqual(NewContent) ? WriterState.New
                : throw new XunitException($"the file has {content.Length} bytes of neither");
        },
    };
}
