using System.Diagnostics;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests;

public sealed class FullDiskTests : IDisposable
{
    private readonly TemporaryDirectory mount = new();

    [Requires("mount", "umount", RootUser = true)]
    public async Task A_full_disk_is_one_diagnostic_at_every_size_and_room_makes_it_work()
    {
        using var store = new StoreFixture { Store = new StoreLayout(mount.File("store")) };
        var random = new Random(3);
        for (var i = 0; i < 8; i++)
        {
            var content = new byte[100_000];
            random.NextBytes(content);
            store.Add(new DebBuilder($"p{i}").With(data => data.File($"./usr/share/p{i}", content)));
        }

        var failures = 0;
        Run("mount", "-t", "tmpfs", "-o", "size=128k,mode=755", "tmpfs", mount.Path);
        try
        {
            for (var size = 128; size <= 4096; size += 128)
            {
                Run("mount", "-o", $"remount,size={size}k", mount.Path);
                var result = await store.RealiseAsync();
                if (result.Ok)
                {
                    Assert.True(failures > 5, "the disk was never full");
                    store.AssertClean();
                    return;
                }

                failures++;
                var problem = Assert.Single(result.Diagnostics);
                Assert.Equal(("ENVC0303", Fault.Outside), (problem.Code, problem.Fault));
                store.AssertClean();
            }

            Assert.Fail("4 MiB must be enough");
        }
        finally
        {
            Run("umount", mount.Path);
        }
    }

    public void Dispose() => mount.Dispose();

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
