using System.Threading;
using EnvCompiler.Cli.Pipeline.Exporting;
using EnvCompiler.Compile.Systemd;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests.Pipeline.Exporting;

public sealed class UnitInstallerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Systemctl systemctl = new();

    public UnitInstallerTests()
    {
        directory.Write($"run/user/{HostPlaces.UserId}/systemd/private", "");
        Directory.CreateDirectory(directory.File("run/systemd/system"));
        directory.Write("project/manifest.toml", "version = 1\n");
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Units_are_stopped_removed_and_forgotten()
    {
        await InstallAsync("envc-a-one.service", "envc-a-two.service");
        var changes = (await InstallAsync("envc-a-two.service")).Value;
        Assert.Equal(["envc-a-one.service"], changes.Removed);
        Assert.Equal(["--user daemon-reload", "--user stop envc-a-one.service", "--user daemon-reload"], systemctl.Asked);
        Assert.Equal(["envc-a-two.service"], Installed());
    }

    [Fact]
    public async Task What_cannot_be_stopped_keeps_its_file()
    {
        await InstallAsync("envc-a-one.service");
        systemctl.Answer = new ProcessOutput(1, "", "Failed to connect to bus: No medium found\n");
        var problem = Assert.Single((await InstallAsync()).Diagnostics);
        Assert.Equal("ENVC0988", problem.Code);
        Assert.Contains("`systemctl --user stop envc-a-one.service` failed and what goes may still run: Failed to connect to bus: No medium found", problem.Message, StringComparison.Ordinal);
        Assert.Equal(["envc-a-one.service"], Installed());
    }

    [Fact]
    public async Task A_unit_that_the_manager_never_read_is_removed()
    {
        await InstallAsync("envc-a-one.service");
        systemctl.Answer = new ProcessOutput(5, "", "Failed to stop envc-a-one.service: Unit envc-a-one.service not loaded.\n");
        Assert.Equal("ENVC0984", Assert.Single((await InstallAsync()).Diagnostics).Code);
        Assert.Empty(Installed());
    }

    [Fact]
    public async Task Where_no_manager_runs_nothing_can_be_running()
    {
        File.Delete(directory.File("run", "user", $"{HostPlaces.UserId}", "systemd", "private"));
        await InstallAsync("envc-a-one.service");
        Assert.Empty((await InstallAsync()).Diagnostics);
        Assert.Empty(systemctl.Asked);
        Assert.Empty(Installed());
    }

    private async Task<Result<UnitChanges>> InstallAsync(params string[] units)
    {
        var layout = new EnvironmentLayout(directory.File("project"));
        var installer = new UnitInstaller(new CliContext(new Talk().Interface(), ["export"]), layout, isUser: true)
        {
            Place = directory.File("units"), Manager = new HostServiceManager(systemctl, isUser: true) { RunDirectory = directory.File("run") },
        };
        return await installer.InstallAsync(units.ToDictionary(unit => unit, _ => $"[Service]\n\n[X-Envc]\nEnvironment={UnitOwner.Of(layout.Directory)}\n"), default);
    }

    private IEnumerable<string?> Installed() => Directory.GetFiles(directory.File("units")).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    private sealed class Systemctl : IProcessRunner
    {
        internal List<string> Asked { get; } = [];

        internal ProcessOutput Answer { get; set; } = new(0, "", "");

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Assert.Equal("systemctl", program);
            Asked.Add(string.Join(' ', arguments));
            return Task.FromResult<ProcessOutput?>(Answer);
        }
    }
}
