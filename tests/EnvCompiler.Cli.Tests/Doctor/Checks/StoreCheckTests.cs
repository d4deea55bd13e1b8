using System.Security.Cryptography;
using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;
using EnvCompiler.Host.Files;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

public sealed class StoreCheckTests : IDisposable
{
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task A_store_that_is_not_there_yet_is_no_problem() =>
        Assert.Equal(CheckState.Skipped, Assert.Single(await host.RunAsync(new StoreCheck())).State);

    [Fact]
    public async Task A_healthy_store_is_said_to_be_one()
    {
        Fill();
        Assert.All(await host.RunAsync(new StoreCheck()), result => Assert.Equal((CheckState.Ok, null), (result.State, result.Fix)));
    }

    [Fact]
    public async Task A_store_of_somebody_else_can_be_used_and_not_added_to()
    {
        Fill();
        host.MayWrite = false;
        var result = (await host.RunAsync(new StoreCheck()))[0];
        Assert.Equal(CheckState.Warning, result.State);
        Assert.Contains("nothing new can be built", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_a_root_no_store_can_be_written()
    {
        Fill();
        host.MayWrite = false;
        Directory.CreateDirectory(host.Files.File(".envc-root"));
        Assert.Equal(CheckResult.Ok("store", $"`{host.Store}` is read-only inside a root"), (await host.RunAsync(new StoreCheck()))[0]);
    }

    [Fact]
    public async Task A_store_that_everybody_can_write_is_a_failure()
    {
        Fill();
        File.SetUnixFileMode(host.Store, (UnixFileMode)0b111_111_111);
        var result = (await host.RunAsync(new StoreCheck()))[0];
        Assert.Equal((CheckState.Failed, $"chmod o-w {host.Store}"), (result.State, result.Fix));
    }

    [Fact]
    public async Task Work_directories_of_killed_builds_are_counted_and_those_of_running_ones_are_not()
    {
        Fill();
        Directory.CreateDirectory(Path.Combine(host.Store, "tmp", "1-dead"));
        Directory.CreateDirectory(Path.Combine(host.Store, "tmp", "2-alive"));
        Assert.True(FileLock.TryAcquire(Path.Combine(host.Store, "tmp", "2-alive", "lock"), out var held, out _));
        using (held)
            Assert.StartsWith("1 work directories", (await host.RunAsync(new StoreCheck()))[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_artifact_that_is_not_what_its_name_says_is_found()
    {
        var artifact = Fill();
        File.SetUnixFileMode(artifact, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.EndsWith("can be written", (await ContentAsync()).Message, StringComparison.Ordinal);
        File.WriteAllText(artifact, "something else");
        File.SetUnixFileMode(artifact, ReadOnly);
        var result = await ContentAsync();
        Assert.Equal((CheckState.Failed, $"the artifact `{artifact}` is not what its name says", $"rm -r {artifact}; envc build"), (result.State, result.Message, result.Fix));
    }

    [Fact]
    public async Task An_object_that_is_not_whole_and_one_that_can_be_written_are_found()
    {
        Fill();
        var file = Path.Combine(host.Store, "objects", "ab", "abcd", "fs", "usr", "file");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Equal($"the stored file `{file}` can be written", (await ContentAsync()).Message);
        File.Delete(Path.Combine(host.Store, "objects", "ab", "abcd", "object.json"));
        Assert.EndsWith("is not whole", (await ContentAsync()).Message, StringComparison.Ordinal);
    }

    private async Task<CheckResult> ContentAsync() => (await host.RunAsync(new StoreCheck()))[2];

    // One artifact, whose path it returns, and one object.
    private string Fill()
    {
        var content = "content"u8.ToArray();
        var name = Convert.ToHexStringLower(SHA256.HashData(content));
        var artifact = host.Write($"store/artifacts/{name[..2]}/{name}", "content");
        File.SetUnixFileMode(artifact, ReadOnly);
        host.Write("store/objects/ab/abcd/object.json", "{}");
        File.SetUnixFileMode(host.Write("store/objects/ab/abcd/fs/usr/file", "x"), ReadOnly);
        Directory.CreateDirectory(Path.Combine(host.Store, "tmp"));
        return artifact;
    }
}
