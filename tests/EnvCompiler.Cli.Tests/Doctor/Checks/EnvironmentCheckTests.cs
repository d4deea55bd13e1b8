using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

public sealed class EnvironmentCheckTests : IDisposable
{
    private const string Manifest = "version = 1\n[install]\nhello.pkg-path = \"hello\"\n";
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Outside_of_one_there_is_nothing_to_check() => Assert.Equal(CheckState.Skipped, (await RunAsync()).State);

    [Fact]
    public async Task A_manifest_with_errors_is_a_failure_with_the_first_of_them()
    {
        host.SetEnvironment("version = 1\nunknown = 1\n");
        var result = await RunAsync();
        Assert.Equal(CheckState.Failed, result.State);
        Assert.StartsWith("the manifest has errors: ", result.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_told_with_the_command_that_makes_it()
    {
        host.SetEnvironment(Manifest);
        Assert.Equal(CheckResult.Warning("environment", "there is no lock", "envc lock"), await RunAsync());

        host.SetEnvironment(Manifest, FakeHost.Locked(promise: null, ("x86_64-linux/cpu", null)));
        Assert.Equal(CheckResult.Warning("environment", "the lock does not fit the manifest any more", "envc lock"), await RunAsync());

        var request = LockRequests.From(ManifestReader.Read("manifest.toml", System.Text.Encoding.UTF8.GetBytes(Manifest)).Value.Manifest);
        host.SetEnvironment(Manifest, new Lock { Request = request });
        Assert.Equal(CheckResult.Warning("environment", "there is no generation yet", "envc build"), await RunAsync());
    }

    private async Task<CheckResult> RunAsync() => Assert.Single(await host.RunAsync(new EnvironmentCheck()));
}
