using System.Diagnostics;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Store.Tests;

/// <summary>Quickstart's closure, from the mirror that this host uses.</summary>
public sealed class RealPackagesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Requires("dpkg-deb")]
    public async Task Quickstarts_closure_becomes_a_root_whose_programs_run_and_whose_files_are_those_of_dpkg()
    {
        var locked = ReadLock();
        var store = new StoreLayout(directory.File("store"));
        using var handler = HttpFetcher.CreateHandler();
        var builder = new StoreBuilder(store, new PosixFileOperations(), handler, new ProcessRunner(), TimeProvider.System);

        var result = await builder.RealiseAsync(
            locked, StoreFixture.Target, DebianMirrors.OfThisHost().ForIndexes(mirror: null, "forky", snapshot: null), progress: null, CancellationToken.None);

        // No error, and no script that nobody has reviewed.
        Assert.Equal("", string.Join("\n", result.Diagnostics));
        var root = result.Value["toplevel"];
        Assert.Contains("/usr/bin/llama-server", root.Commands.Single(package => package.Key.StartsWith("debian/llama.cpp-tools/", StringComparison.Ordinal)).Value);
        Assert.Contains("/usr/bin/awk", root.Commands.Single(package => package.Key.StartsWith("debian/mawk/", StringComparison.Ordinal)).Value);
        AssertRunsInside(root.Path, "llama-server", "--version");
        AssertRunsInside(root.Path, "sh", "-c", "which awk && awk 'BEGIN { exit getline < \"/etc/passwd\" != 1 }'");
        AssertEffects(root.Path);
        AssertSameAsDpkg(store, locked, root.Path);
    }

    public void Dispose() => directory.Dispose();

    private static void AssertEffects(string root)
    {
        Assert.StartsWith("root:", File.ReadAllText(Path.Combine(root, "etc/passwd")), StringComparison.Ordinal);
        Assert.Contains("hosts:", File.ReadAllText(Path.Combine(root, "etc/nsswitch.conf")), StringComparison.Ordinal);
        Assert.Contains("127.0.0.1\tlocalhost\n", File.ReadAllText(Path.Combine(root, "etc/hosts")), StringComparison.Ordinal);
        Assert.Contains("/usr/bin/bash", File.ReadAllLines(Path.Combine(root, "etc/shells")));
        Assert.Equal("/run", new FileInfo(Path.Combine(root, "var/run")).LinkTarget);
        Assert.Equal("/usr/share/zoneinfo/Etc/UTC", new FileInfo(Path.Combine(root, "etc/localtime")).LinkTarget);
        Assert.True(new FileInfo(Path.Combine(root, "etc/ld.so.cache")).Length > 1000);
        Assert.False(File.Exists(Path.Combine(root, "var/cache/ldconfig/aux-cache")));
        var certificates = File.ReadAllText(Path.Combine(root, "etc/ssl/certs/ca-certificates.crt")).Split("-----BEGIN CERTIFICATE-----").Length - 1;
        Assert.Equal(Directory.GetFiles(Path.Combine(root, "usr/share/ca-certificates/mozilla")).Length, certificates);
    }

    // Every file that dpkg-deb unpacks is in the root with the same content; what is else in the root was made by effects.
    private void AssertSameAsDpkg(StoreLayout store, Lock locked, string root)
    {
        var tree = directory.File("dpkg");
        foreach (var merged in (string[])["bin", "sbin", "lib", "lib64"])
        {
            Directory.CreateDirectory(Path.Combine(tree, "usr", merged));
            File.CreateSymbolicLink(Path.Combine(tree, merged), $"usr/{merged}");
        }

        foreach (var package in locked.Packages.Values)
            Run("dpkg-deb", "--extract", store.Artifact(package.Sha256), tree);
        var (difference, _) = TryRun("diff", "--recursive", "--no-dereference", tree, root);
        var lines = difference.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.True(
            line.StartsWith($"Only in {root}", StringComparison.Ordinal) || line.Contains("/var/run", StringComparison.Ordinal) || line.Contains("/var/lock", StringComparison.Ordinal),
            line));
    }

    // By the root's own bwrap, started by the root's own loader: nothing of the host is used but the kernel.
    private static void AssertRunsInside(string root, params string[] command) =>
        Run(
            Path.Combine(root, "usr/lib64/ld-linux-x86-64.so.2"),
            [
                "--library-path", Path.Combine(root, "usr/lib/x86_64-linux-gnu"), Path.Combine(root, "usr/bin/bwrap"),
                "--ro-bind", root, "/", "--proc", "/proc", "--dev", "/dev", "--clearenv", "--setenv", "PATH", "/usr/bin", "--", .. command,
            ]);

    private static void Run(string program, params string[] arguments)
    {
        var (output, exitCode) = TryRun(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}: {output}");
    }

    private static (string Output, int ExitCode) TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (output, process.ExitCode);
    }

    private static Lock ReadLock() =>
        LockFile.Read("manifest.lock", File.ReadAllBytes(RepositoryRoot.File("environments", "quickstart", "manifest.lock"))).Value;
}
