using System.Diagnostics;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Files;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>An environment on a small file system of its own, which is full to different degrees when it is changed.</summary>
public sealed class FullDiskTests(SharedStore store) : IClassFixture<SharedStore>
{
    // Kilobytes that are left. What a change writes, from a line to the lock, ends at each of them somewhere else.
    private static readonly int[] Rooms = [0, 4, 8, 12, 20, 40, 80, 2000];

    private readonly Envc envc = store.Envc();

    [Requires("mount", "umount", RootUser = true)]
    public void A_full_disk_stops_a_change_and_room_makes_everything_work()
    {
        using var quickstart = new Quickstart();
        using var mount = new TemporaryDirectory();
        Do("mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", mount.Path);
        try
        {
            Do("cp", "-r", quickstart.Project + "/.", mount.Path);
            string[] here = ["-d", mount.Path];
            foreach (var number in (string[])["1", "2"])
            {
                Edit(mount.Path, number);
                envc.Run(["build", .. here]).Expect(0);
            }

            Assert.True(UntilThereIsRoom(mount.Path, ["switch", "1", .. here]) >= 2, "the switch hardly needed room");
            Assert.True(UntilThereIsRoom(mount.Path, ["rollback", "2", .. here]) >= 2, "the rollback hardly needed room");
            Edit(mount.Path, "3");
            Assert.True(UntilThereIsRoom(mount.Path, ["build", .. here]) >= 4, "the build hardly needed room");
            Assert.Equal("3", Value(mount.Path));
        }
        finally
        {
            Do("umount", mount.Path);
        }
    }

    // How often it failed. After each failure there is room again, and what is live is what runs.
    private int UntilThereIsRoom(string place, string[] command)
    {
        var failures = 0;
        foreach (var kilobytes in Rooms)
        {
            var filler = Path.Combine(place, "filler");
            File.WriteAllBytes(filler, new byte[Math.Max(0, FileSystemSpace.Of(place).FreeBytes - (kilobytes * 1024))]);
            var finished = envc.Run(command);
            File.Delete(filler);
            if (finished.ExitCode == 0)
                break;
            finished.Expect(3).Says("ENVC0902");
            failures++;
            if (command[0] != "build")
                Assert.Equal(Path.GetFileName(new FileInfo(Path.Combine(place, ".envc", "current")).LinkTarget), Value(place));
        }

        Assert.True(failures < Rooms.Length, "it fails with room");
        return failures;
    }

    // What an activation says; it builds where manifest and generation differ.
    private string Value(string place) => envc.Run(place, ["activate", "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim();

    private static void Edit(string place, string number)
    {
        var file = Path.Combine(place, "manifest.toml");
        var manifest = File.ReadAllText(file);
        var vars = manifest.IndexOf("\n[vars]\n", StringComparison.Ordinal);
        File.WriteAllText(file, (vars < 0 ? manifest : manifest[..vars]) + $"\n[vars]\nGENERATION_OF_TEST = \"{number}\"\n");
    }

    private static void Do(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
