using System.Diagnostics;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision;
using static EnvCompiler.Run.Tests.Supervision.SupervisedEnvironment;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>A service that says much, and readers that do not listen.</summary>
public sealed class BusyLogTests
{
    private const int Lines = 2_000_000;

    [Fact]
    public async Task A_flood_of_lines_neither_grows_the_supervisor_nor_keeps_it_from_answering_though_a_follower_does_not_read()
    {
        var flood = Bash($"sleep 0.5; yes | head -n {Lines}") with { Log = new LogRotation { MaxSize = "16M", Keep = 100 } };
        await using var environment = new SupervisedEnvironment(("flood", flood));
        environment.MakeLive();
        var (client, _) = await environment.JoinAsync();
        using (client)
        {
            await client.StartAsync(names: null, activation: null, wait: true, detach: false, default);
            using var follower = Process.Start(
                new ProcessStartInfo(EnvcPath, ["services", "logs", "-f", "-d", environment.Layout.Directory]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            var most = 0L;
            var slowest = TimeSpan.Zero;
            var state = ServiceState.Ready;
            for (var watch = Stopwatch.StartNew(); state != ServiceState.Completed && watch.Elapsed < TimeSpan.FromMinutes(3); await Task.Delay(20))
            {
                var begun = Stopwatch.GetTimestamp();
                state = Assert.Single((await client.StatusAsync(default)).Value).State;
                slowest = TimeSpan.FromTicks(Math.Max(slowest.Ticks, Stopwatch.GetElapsedTime(begun).Ticks));
                most = Math.Max(most, ProcessResources.TryRead(environment.SupervisorPid)!.Value.ResidentBytes);
            }

            Assert.Equal(ServiceState.Completed, state);
            Assert.False(follower.HasExited);
            follower.Kill();
            await follower.WaitForExitAsync();
            // The flood lasts longer; the rest is for a machine whose processors others have.
            Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(5));
            Assert.InRange(most, 1, 120_000_000);
            var lines = Directory.GetFiles(Path.GetDirectoryName(environment.Layout.ServiceLog("flood"))!).Sum(file => File.ReadLines(file).Count(line => line.EndsWith(" out y", StringComparison.Ordinal)));
            Assert.Equal(Lines, lines);
        }
    }
}
