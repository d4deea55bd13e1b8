using System.Diagnostics;
using System.Net.Sockets;
using EnvCompiler.Host.Files;
using EnvCompiler.Store.Packing;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Packing;

/// <summary>Packages that envc writes: judged by dpkg-deb, the same bytes every time, and read again by envc.</summary>
public sealed class DebWriterTests : IDisposable
{
    private const string Control = "Package: my-tool\nVersion: 1.2-3\nArchitecture: amd64\nPre-Depends: a\nDepends: libc6 (>= 2.36), b | c\nDescription: one line\n and more\n";

    private readonly TemporaryDirectory directory = new();

    public DebWriterTests()
    {
        directory.Write("out/bin/tool", "#!/bin/sh\n");
        File.SetUnixFileMode(directory.File("out/bin/tool"), FileWriter.Executable | UnixFileMode.SetUser);
        directory.Write("out/lib/libtool.so.1", "library");
        File.CreateSymbolicLink(directory.File("out/lib/libtool.so"), "libtool.so.1");
        File.CreateSymbolicLink(directory.File("out/loop"), ".");
        directory.Write($"out/share/{new string('d', 120)}/{new string('f', 200)}", "far");
        Directory.CreateDirectory(directory.File("out/empty"));
    }

    public void Dispose() => directory.Dispose();

    [Requires("dpkg-deb")]
    public void Dpkg_reads_what_is_written()
    {
        var package = Written("my-tool.deb");
        var listed = Run("dpkg-deb", "--contents", package);
        Assert.Contains("-rwxr-xr-x root/root        10 1970-01-01 00:00 ./opt/my-tool/bin/tool\n", listed, StringComparison.Ordinal);
        Assert.Contains("./usr/bin/tool -> ../../opt/my-tool/bin/tool\n", listed, StringComparison.Ordinal);
        Assert.Contains("./opt/my-tool/lib/libtool.so -> libtool.so.1\n", listed, StringComparison.Ordinal);
        Assert.Contains("./opt/my-tool/loop -> .\n", listed, StringComparison.Ordinal);
        Assert.Contains($"./opt/my-tool/share/{new string('d', 120)}/{new string('f', 200)}\n", listed, StringComparison.Ordinal);
        Assert.Contains("./opt/my-tool/empty/\n", listed, StringComparison.Ordinal);
        Assert.Equal("1.2-3\n", Run("dpkg-deb", "--field", package, "Version"));

        var unpacked = directory.File("unpacked");
        Run("dpkg-deb", "--extract", package, unpacked);
        Assert.Equal("/opt/my-tool/lib\n", File.ReadAllText(Path.Combine(unpacked, "etc/ld.so.conf.d/my-tool.conf")));
        Assert.Equal("library", File.ReadAllText(Path.Combine(unpacked, "opt/my-tool/lib/libtool.so")));
    }

    [Fact]
    public void Equal_files_make_equal_packages_whatever_their_times_and_order()
    {
        var first = File.ReadAllBytes(Written("first.deb"));
        File.SetLastWriteTimeUtc(directory.File("out/bin/tool"), DateTime.UtcNow.AddDays(-3));
        File.Move(directory.File("out/lib/libtool.so.1"), directory.File("out/lib/x"));
        File.Move(directory.File("out/lib/x"), directory.File("out/lib/libtool.so.1"));
        Assert.Equal(first, File.ReadAllBytes(Written("second.deb")));
        Assert.Equal(["first.deb", "out", "second.deb"], Directory.EnumerateFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_store_unpacks_it_and_finds_its_commands()
    {
        using var fixture = new StoreFixture();
        var package = PackageFile.Read(Written("my-tool.deb"), "my-tool.deb").Value;
        Assert.Equal(("my-tool", "1.2-3", "amd64", "one line"), (package.Name, package.Version, package.Architecture, package.Description));
        Assert.Equal(["a", "libc6 (>= 2.36)", "b | c"], package.Depends);
        var locked = new DebBuilder("my-tool").Locked(File.ReadAllBytes(package.Path));
        Assert.Equal((locked.Size, locked.Sha256), (package.Size, package.Sha256));
        fixture.Mirror.Serve(FakeMirror.Base, locked.Path, File.ReadAllBytes(package.Path));
        fixture.Add(locked);
        var root = await fixture.RootAsync();
        Assert.Equal(["/usr/bin/tool"], Assert.Single(root.Commands).Value);
        Assert.Equal("#!/bin/sh\n", File.ReadAllText(Path.Combine(root.Path, "opt/my-tool/bin/tool")));
    }

    [Fact]
    public void What_no_package_can_hold_is_named()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(directory.File("out/bin/s")));
        var problem = Assert.Single(PackedTree.Of("my-tool", directory.File("out")).Diagnostics);
        Assert.Equal(("ENVC0318", true), (problem.Code, problem.Message.Contains("`/opt/my-tool/bin/s`", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_no_package_is_told()
    {
        Assert.Equal("ENVC0317", Assert.Single(PackageFile.Read(directory.File("nothing"), "nothing").Diagnostics).Code);
        Assert.Equal("ENVC0317", Assert.Single(PackageFile.Read(directory.File("out"), "out").Diagnostics).Code);
        var cut = directory.File("cut.deb");
        File.WriteAllBytes(cut, File.ReadAllBytes(Written("whole.deb"))[..100]);
        Assert.Contains("cut off", Assert.Single(PackageFile.Read(cut, "cut.deb").Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_disk_that_fills_leaves_the_old_package_and_nothing_else()
    {
        var package = Written("my-tool.deb");
        var before = File.ReadAllBytes(package);
        directory.Write("out/bin/tool", "changed");
        var files = new ObservedFileOperations((operation, _) =>
        {
            if (operation == nameof(IFileOperations.Rename))
                throw new DiskFullException("no space");
        });
        Assert.Throws<DiskFullException>(() => new DebWriter(files).Write(package, Control, PackedTree.Of("my-tool", directory.File("out")).Value));
        Assert.Equal(before, File.ReadAllBytes(package));
        Assert.Equal(["my-tool.deb", "out"], Directory.EnumerateFileSystemEntries(directory.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
    }

    private string Written(string name)
    {
        new DebWriter(new PosixFileOperations()).Write(directory.File(name), Control, PackedTree.Of("my-tool", directory.File("out")).Value);
        return directory.File(name);
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, Environment = { ["TZ"] = "UTC" } })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
