using System.Diagnostics;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Imaging;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Imaging;

/// <summary>Any dynamic program can stand for the launcher, and this host's file system for a root.</summary>
public sealed class LauncherFilesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Requires("bwrap")]
    public async Task A_program_runs_in_a_root_that_has_nothing_else()
    {
        var made = await EnsureAsync("/usr/bin/env");

        var said = Run("bwrap", "--ro-bind", made, "/.envc", "--proc", "/proc", "/.envc/envc-run", "-i", "A=works", "/.envc/envc-run");

        Assert.Equal("A=works", said);
        Assert.True(EntryDirectories.IsWhole(made));
        Assert.Equal(made, await EnsureAsync("/usr/bin/env"));
        Assert.NotEqual(made, await EnsureAsync("/usr/bin/cat"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(directory.File("store", "tmp")));
    }

    [Fact]
    public void Libraries_that_no_root_has_are_all_named()
    {
        var problem = Assert.Single(LauncherFiles.Of("/usr/bin/env", [directory.Path]).Diagnostics);

        Assert.Equal("ENVC0321", problem.Code);
        Assert.Contains("`libc.so.6`, `libssl.so.3`", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_dynamic_program_is_refused()
    {
        File.WriteAllText(directory.File("script"), "#!/bin/sh\n");
        Assert.Equal("ENVC0322", Assert.Single(LauncherFiles.Of(directory.File("script"), ["/"]).Diagnostics).Code);
    }

    [Fact]
    public void A_cut_program_is_refused()
    {
        var whole = File.ReadAllBytes("/usr/bin/env");
        foreach (var length in (int[])[10, 64, 100, 800, whole.Length / 2])
        {
            File.WriteAllBytes(directory.File("cut"), whole[..length]);
            Assert.NotEmpty(LauncherFiles.Of(directory.File("cut"), [directory.Path]).Diagnostics);
        }
    }

    [Fact]
    public void Names_are_ordered_as_the_loader_searches_them()
    {
        string[] names = ["libz.so.1", "libstdc++.so.6", "libc.so.6", "libfoo.so.10", "libfoo.so.9", "lib2.so", "libfoo.so"];
        Array.Sort(names, LinkerCacheFile.Compare);
        Assert.Equal(["libc.so.6", "libfoo.so", "libfoo.so.9", "libfoo.so.10", "libstdc++.so.6", "libz.so.1", "lib2.so"], names);
    }

    [Requires("ldconfig")]
    public void Ldconfig_reads_the_cache()
    {
        File.WriteAllBytes(directory.File("cache"), LinkerCacheFile.Write(new Dictionary<string, string> { ["libc.so.6"] = "/.envc/lib/libc.so.6", ["libz.so.1"] = "/.envc/lib/libz.so.1" }));
        var printed = Run("/sbin/ldconfig", "-p", "-C", directory.File("cache"));
        Assert.Contains("libz.so.1 (libc6,x86-64) => /.envc/lib/libz.so.1\n\tlibc.so.6 (libc6,x86-64) => /.envc/lib/libc.so.6", printed, StringComparison.Ordinal);
    }

    private async Task<string> EnsureAsync(string program)
    {
        var files = LauncherFiles.Of(program, ["/"]);
        Assert.True(files.Ok, string.Join('\n', files.Diagnostics));
        return (await new EntryDirectories(new StoreLayout(directory.File("store")), new PosixFileOperations(), TimeProvider.System).EnsureLauncherAsync(files.Value, CancellationToken.None)).Value;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var said = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return said;
    }

    public void Dispose() => directory.Dispose();
}
