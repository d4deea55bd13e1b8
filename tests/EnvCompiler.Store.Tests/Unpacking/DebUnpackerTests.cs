using EnvCompiler.Host.Files;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.Store.Unpacking;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Unpacking;

public sealed class DebUnpackerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public void Files_are_read_only_and_programs_stay_executable_without_set_uid()
    {
        var made = Unpack(new DebBuilder("su").With(data => data
            .Directory("./usr/").Directory("./usr/bin/").File("./usr/bin/su", "x", 0b100_111_101_101).File("./etc/shadow", "y", 0b110_000_000)));

        var mode = File.GetUnixFileMode(directory.File("object", "fs", "usr/bin/su"));
        Assert.Equal("0555", Convert.ToString((int)mode, 8).PadLeft(4, '0'));
        Assert.Equal("0444", Convert.ToString((int)File.GetUnixFileMode(directory.File("object", "fs", "etc/shadow")), 8).PadLeft(4, '0'));
        Assert.Equal(DateTime.UnixEpoch.AddSeconds(1), File.GetLastWriteTimeUtc(directory.File("object", "fs", "etc/shadow")));
        Assert.Equal(0b111_101_101, made.Record.Entries.Single(entry => entry.Path == "usr/bin/su").Mode);
    }

    [Fact]
    public void The_control_archive_is_kept_as_far_as_composing_needs_it()
    {
        var made = Unpack(new DebBuilder("x") { Fields = "Replaces: b (<< 2), a:any,\n c | d\n" }
            .Control("postinst", "#!/bin/sh\n").Control("conffiles", "/etc/x\n").Control("prerm", "never kept"));

        Assert.Equal(["a", "b", "c", "d"], made.Record.Replaces);
        Assert.Equal(["/etc/x"], made.Record.Conffiles);
        Assert.Equal(["postinst"], made.Record.Scripts.Keys);
    }

    [Fact]
    public void Hard_links_inside_the_package_are_hard_links()
    {
        Unpack(new DebBuilder("x").With(data => data.File("./usr/a", "same").HardLink("./usr/b", "./usr/a")));

        Assert.Equal("same", File.ReadAllText(directory.File("object", "fs", "usr/b")));
    }

    [Fact]
    public void Both_names_of_a_program_before_merged_usr_are_one_file()
    {
        Unpack(new DebBuilder("x").With(data => data.Symlink("./usr/bin/x", "/bin/x").File("./bin/x", "program").Symlink("./usr/bin/x", "/bin/x")));

        Assert.Equal("program", File.ReadAllText(directory.File("object", "fs", "usr/bin/x")));
    }

    public static TheoryData<string> HostileNames => [.. Hostile.Keys];

    private static Dictionary<string, Action<TarBuilder>> Hostile { get; } = new()
    {
        ["a parent directory"] = data => data.File("../escape", "x"),
        ["a parent directory inside"] = data => data.File("usr/../../escape", "x"),
        ["an absolute path"] = data => data.File("/tmp/escape", "x"),
        ["a file through its own symlink"] = data => data.Symlink("usr/x", "/tmp").File("usr/x/escape", "x"),
        ["a directory through its own symlink"] = data => data.Symlink("usr/x", "../../..").Directory("usr/x/escape"),
        ["a file over its own symlink"] = data => data.Symlink("usr/x", "/tmp/escape").File("usr/x", "x"),
        ["a directory over its own symlink"] = data => data.Symlink("usr/x", "/tmp").Directory("usr/x").File("usr/x/escape", "x"),
        ["a hard link outside"] = data => data.HardLink("usr/x", "../../etc/passwd"),
        ["an absolute hard link"] = data => data.HardLink("usr/x", "/etc/passwd"),
        ["a hard link to a symlink"] = data => data.Symlink("usr/x", "/etc/passwd").HardLink("usr/y", "usr/x"),
        ["a hard link to what is not there"] = data => data.HardLink("usr/x", "usr/y"),
        ["a file below a file"] = data => data.File("usr/x", "x").File("usr/x/y", "x"),
        ["a file twice"] = data => data.File("usr/x", "x").File("usr/x", "y"),
        ["a device node"] = data => data.Device("dev/sda"),
        ["a file larger than its package makes plausible"] = data => data.Entry("usr/x", '0', 0, claimedSize: 1L << 32),
        ["a name that is too long"] = data => data.Long('L', new string('n', 300)).File("x", "x"),
        ["a symlink without a target"] = data => data.Symlink("usr/x", ""),
    };

    [Theory]
    [MemberData(nameof(HostileNames))]
    public void A_package_is_refused_that_holds(string what)
    {
        var before = Directory.GetFileSystemEntries("/tmp", "escape*");

        Assert.Throws<InvalidDataException>(() => Unpack(new DebBuilder("hostile").With(Hostile[what])));

        Assert.Equal(before, Directory.GetFileSystemEntries("/tmp", "escape*"));
        Assert.False(File.Exists(directory.File("escape")));
        Assert.False(File.Exists(directory.File("object", "escape")));
    }

    [Fact]
    public void A_truncated_package_is_refused_wherever_it_ends()
    {
        var deb = new DebBuilder("x").With(data => data.File("usr/x", new string('x', 5000))).Build();
        for (var length = 0; length < deb.Length - 1; length += 37)
        {
            var path = directory.File($"{length}.deb");
            File.WriteAllBytes(path, deb[..length]);
            Assert.Throws<InvalidDataException>(() => new DebUnpacker(new PosixFileOperations()).Unpack(path, directory.File($"object-{length}")));
        }
    }

    [Fact]
    public void Damaged_packages_end_in_InvalidDataException_and_nothing_else()
    {
        var good = new DebBuilder("x").With(data => data.File("usr/x", "text").Symlink("usr/y", "x")).Build();
        var random = new Random(2);
        for (var round = 0; round < 200; round++)
        {
            var bytes = (byte[])good.Clone();
            bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            var path = directory.File("fuzz.deb");
            File.WriteAllBytes(path, bytes);
            try
            {
                new DebUnpacker(new PosixFileOperations()).Unpack(path, directory.File($"fuzz-{round}"));
            }
            catch (InvalidDataException)
            {
                // Refused is as good as read.
            }
        }
    }

    [Theory]
    [InlineData("xz")]
    [InlineData("zstd")]
    [InlineData("gzip")]
    [InlineData("none")]
    public void Every_compression_of_dpkg_is_read(string compression)
    {
        directory.Write("tree/DEBIAN/control", "Package: real\nVersion: 1\nArchitecture: all\nMaintainer: x <x@example.org>\nDescription: x\n");
        directory.Write("tree/usr/share/real", new string('r', 300_000));
        using var dpkg = System.Diagnostics.Process.Start("dpkg-deb", ["-Z" + compression, "--root-owner-group", "-b", directory.File("tree"), directory.File("real.deb")])!;
        dpkg.WaitForExit();
        Assert.Equal(0, dpkg.ExitCode);

        new DebUnpacker(new PosixFileOperations()).Unpack(directory.File("real.deb"), directory.File("object"));

        Assert.Equal(300_000, new FileInfo(directory.File("object", "fs", "usr/share/real")).Length);
    }

    public void Dispose() => directory.Dispose();

    private UnpackedObject Unpack(DebBuilder deb)
    {
        var path = directory.File("package.deb");
        File.WriteAllBytes(path, deb.Build());
        return new DebUnpacker(new PosixFileOperations()).Unpack(path, directory.File("object"));
    }
}
