using System.Diagnostics;
using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Tests.Supervision;

/// <summary>Activations that never spoke to the supervisor, and shells that leave and run on.</summary>
public sealed class ActivationUsersTests
{
    private static readonly Target Cpu = new("x86_64-linux", "cpu");

    [Fact]
    public async Task A_recorded_activation_keeps_the_services_when_the_one_that_started_them_ends()
    {
        await using var environment = new SupervisedEnvironment(("worker", SupervisedEnvironment.Bash("exec sleep 1000")));
        var (client, starter) = await environment.JoinAsync();
        using (client)
        {
            var other = environment.NewActivation();
            new ActivationRecords(environment.Run).Add(other.Id, 1, Cpu, inPlace: false, new PosixFileOperations());
            Assert.True((await client.StartAsync(null, null, wait: true, detach: false, CancellationToken.None)).Ok);
            starter.Kill();
            await starter.WaitForExitAsync();
            await Task.Delay(200);
            Assert.Equal(ServiceState.Ready, Assert.Single((await client.StatusAsync(CancellationToken.None)).Value).State);
            other.Kill();
            await environment.WaitForSupervisorEndAsync();
        }
    }

    [Fact]
    public async Task A_shell_that_takes_its_record_back_leaves_and_the_script_runs()
    {
        await using var environment = new SupervisedEnvironment();
        var script = environment.PathOf("on-deactivate");
        await File.WriteAllTextAsync(script, "[ -t 0 ] || echo \"$MARK $ENVC_HOOK_OF\" > left; echo said\n");
        environment.Activation = environment.Activation with
        {
            OnDeactivate = script,
            Variables = new Dictionary<string, string>(environment.Activation.Variables) { ["MARK"] = "left by the hook" },
        };
        var client = (await SupervisorClient.ConnectOrStartAsync(environment.Start, CancellationToken.None)).Value;
        using (client)
        {
            var shell = environment.NewActivation();
            new ActivationRecords(environment.Run).Add(shell.Id, 1, Cpu, inPlace: true, new PosixFileOperations());
            Assert.True((await client.JoinAsync(shell.Id, environment.Activation, CancellationToken.None)).Ok);
            var watch = Stopwatch.StartNew();
            await File.WriteAllTextAsync(environment.Run.Activation(shell.Id), "");
            await environment.WaitForSupervisorEndAsync();
            Assert.False(shell.HasExited);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }

        Assert.Equal($"left by the hook {environment.Layout.Directory}\n", await File.ReadAllTextAsync(environment.PathOf("left")));
        Assert.Contains("out said", await File.ReadAllTextAsync(Path.Combine(environment.Layout.Log, "on-deactivate.log")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_supervisor_leaves_nothing_that_blocks_and_the_next_one_knows_who_is_there()
    {
        await using var environment = new SupervisedEnvironment(("worker", SupervisedEnvironment.Bash("exec sleep 1000")));
        var (client, first) = await environment.JoinAsync();
        using (client)
        {
            new ActivationRecords(environment.Run).Add(first.Id, 1, Cpu, inPlace: false, new PosixFileOperations());
            using (var supervisor = ProcessHandle.TryOpen(environment.SupervisorPid))
                supervisor!.Signal(SignalNames.Kill);
            var (next, second) = await environment.JoinAsync();
            using (next)
            {
                second.Kill();
                await second.WaitForExitAsync();
                await Task.Delay(200);
                Assert.True((await next.StatusAsync(CancellationToken.None)).Ok);
                first.Kill();
                await environment.WaitForSupervisorEndAsync();
            }
        }
    }

    [Fact]
    public async Task A_record_of_another_boot_is_nobody()
    {
        await using var environment = new SupervisedEnvironment();
        Assert.Null(RunDirectory.Prepare(environment.Run, new PosixFileOperations()));
        var shell = environment.NewActivation();
        var records = new ActivationRecords(environment.Run);
        records.Add(shell.Id, 1, Cpu, inPlace: false, new PosixFileOperations());
        Assert.Single(records.Running());
        var path = environment.Run.Activation(shell.Id);
        var line = (await File.ReadAllTextAsync(path)).Replace(ProcessTable.BootId, Guid.Empty.ToString("D", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        await File.WriteAllTextAsync(path, line);
        Assert.Empty(records.Running());
    }
}
