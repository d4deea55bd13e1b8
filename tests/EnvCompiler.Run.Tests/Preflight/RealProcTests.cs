using System.Net;
using System.Net.Sockets;
using EnvCompiler.Run.Preflight;

namespace EnvCompiler.Run.Tests.Preflight;

public sealed class RealProcTests
{
    [Fact]
    public void A_listener_of_this_process_is_found_in_the_real_tables()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var owners = PortOwners.Find(new ProcFileSystem("/proc"), "127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.Single(owners.Listeners);
        Assert.Contains(owners.Processes, process => process.Pid == Environment.ProcessId);
        Assert.Empty(owners.Unmapped);
    }

    [Fact]
    public async Task A_real_process_and_its_child_are_stopped()
    {
        using var shell = System.Diagnostics.Process.Start("sh", ["-c", "trap '' TERM; sleep 60 & wait; sleep 60"]);
        var proc = new ProcFileSystem("/proc");
        while (!proc.Pids().Select(proc.Find).Any(process => process?.Parent == shell.Id))
            await Task.Delay(10);
        var stopper = new ServerStopper(proc, new PidFdSignalSender(), TimeProvider.System);
        await stopper.StopAsync([proc.Find(shell.Id)!], TimeSpan.FromMilliseconds(300), wholeGroup: false, default);
        Assert.True(shell.WaitForExit(5000));
        Assert.Equal(137, shell.ExitCode);
        Assert.DoesNotContain(proc.Pids().Select(proc.Find), process => process?.Parent == shell.Id);
    }
}
