using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests.Pipeline.Shipping;

/// <summary>From one registry to the next: what was pulled is pushed on, whatever of it this host has composed.</summary>
public sealed class GenerationShipperTests(PulledWriters writers) : IClassFixture<PulledWriters>, IAsyncLifetime
{
    private readonly TemporaryDirectory directory = new();

    private EnvironmentLayout Layout => ManifestLocator.LayoutOf(directory.File("environment"));

    public async Task InitializeAsync()
    {
        var puller = new EnvironmentPuller(PulledWriters.Context(directory.Path, new PosixFileOperations()));
        Assert.True((await puller.PullAsync(writers.Repository, Layout.Directory, new PullOptions(Force: false, PlainHttp: false), default)).Ok);
    }

    public Task DisposeAsync()
    {
        directory.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public void A_pulled_generation_is_pushed_on_without_its_roots() => Assert.Equal(["x86_64-linux/cpu"], Read().Value!.Commands.Targets);

    [Fact]
    public void Without_roots_and_what_came_with_it_it_cannot()
    {
        File.Delete(Layout.PulledCommands(1));
        Assert.Equal("ENVC1040", Assert.Single(Read().Diagnostics).Code);
    }

    [Fact]
    public void What_came_with_another_generation_of_its_number_is_not_taken()
    {
        File.WriteAllText(Layout.PulledCommands(1), """{"targets":[],"commands":{}}""");
        Assert.Equal("ENVC1040", Assert.Single(Read().Diagnostics).Code);
    }

    [Fact]
    public void What_envc_did_not_write_is_told()
    {
        File.WriteAllText(Layout.PulledCommands(1), "{");
        Assert.Contains("is not what envc wrote", Assert.Throws<IOException>(() => Read()).Message, StringComparison.Ordinal);
    }

    private Result<ShippedGeneration?> Read() =>
        new GenerationShipper(Layout, new StoreLayout(directory.File("empty")), new GenerationHistory(Layout).Read()).Read(1);
}
