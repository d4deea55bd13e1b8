using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Control;
using EnvCompiler.Run.Supervision.Limiting;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Supervision;

/// <summary><c>envc-run supervise ENVIRONMENT RUN-DIRECTORY</c>, started detached by <see cref="SupervisorClient"/>.</summary>
public static class SuperviseCommand
{
    /// <summary>The command's name.</summary>
    public const string Name = "supervise";

    /// <summary>Said to whoever started it: the socket listens.</summary>
    internal const string Listening = "listening";

    /// <summary>Said to whoever started it: there is another one, which is as good.</summary>
    internal const string Taken = "taken";

    /// <summary>Descriptor on which it says so, then closes it.</summary>
    internal const int ReadyDescriptor = 3;

    /// <summary>Runs the supervisor until the last activation has left.</summary>
    /// <returns>Exit code.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is not [var directory, var runDirectory, ..] || arguments.Length > 3 || (arguments.Length == 3 && arguments[2] != Keeper.GiveUp))
        {
            await StandardStream.Error.WriteLineAsync($"usage: envc-run {Name} ENVIRONMENT RUN-DIRECTORY [{Keeper.GiveUp}]");
            return 2;
        }

        using var kept = new KeptActivations(MemoryFile.TryTake(Keeper.ActivationsDescriptor));
        InheritedDescriptors.CloseFrom(ReadyDescriptor + 1);
        var (environment, run) = (LocalState.LayoutOf(directory), new RunLayout(runDirectory));
        var files = new PosixFileOperations();
        if (RunDirectory.Prepare(run, files) is { } problem)
        {
            await StandardStream.Error.WriteLineAsync(problem.ToString());
            return 1;
        }

        if (!FileLock.TryAcquire(run.SupervisorLock, out var held, out _))
        {
            TellStarter(Taken);
            return 0;
        }

        using (held)
        {
            if (arguments.Length == 3)
                return await GiveUpAsync(environment, run, files);
            await SuperviseAsync(environment, run, files, kept);
        }

        return 0;
    }

    private static async Task<int> GiveUpAsync(EnvironmentLayout environment, RunLayout run, PosixFileOperations files)
    {
        const string Reason = "the supervisor was killed more than ten times in a minute";
        Log($"{Reason}: it is not started again, and its services end");
        var logs = new ServiceLogs(environment, TimeProvider.System);
        foreach (var entry in RunStateFile.Read(run)?.Instances ?? [])
        {
            using var log = logs.Of(entry.Service, null);
            log.Note($"instance {entry.Instance} is ended: {Reason}");
        }

        await Leftovers.EndAsync(run, files, TimeProvider.System, CancellationToken.None);
        files.Unlink(run.Socket);
        return 1;
    }

    private static async Task SuperviseAsync(EnvironmentLayout environment, RunLayout run, PosixFileOperations files, KeptActivations kept)
    {
        Log($"supervisor {Environment.ProcessId} of {environment.Directory}");
        var controlGroups = await HostControlGroups.OpenAsync(new ProcessRunner());
        Children.Adopt();
        using var supervisor = new Supervisor(environment, run, files, TimeProvider.System, kept, SupervisorPlace.Host(environment, run, TimeProvider.System, controlGroups));
        var left = RunStateFile.Read(run);
        var adopted = left is not null && Keeper.IsPredecessor(left) ? supervisor.Restore(left) : new HashSet<int>();
        if (adopted.Count > 0)
            Log($"takes over {adopted.Count} instances of a supervisor that was killed");
        var found = await Leftovers.EndAsync(run, left, adopted, files, TimeProvider.System, CancellationToken.None);
        if (found > 0)
            Log($"ended {found} processes of an earlier supervisor");
        using var end = new CancellationTokenSource();
        using (var server = new ControlServer(run.Socket, files, supervisor.HandleAsync))
        {
            var serving = server.RunAsync(end.Token);
            TellStarter(Listening);
            await supervisor.RunAsync();
            await end.CancelAsync();
            await serving;
        }

        Log("ended");
    }

    private static void TellStarter(string word)
    {
        using var handle = new SafeFileHandle(ReadyDescriptor, ownsHandle: true);
        try
        {
            using var pipe = new FileStream(handle, FileAccess.Write, bufferSize: 0);
            pipe.Write(Encoding.ASCII.GetBytes(word + "\n"));
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            Log($"nobody waits for `{word}`: {e.Message}");
        }
    }

    private static void Log(string message) =>
        StandardStream.Error.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {message}");
}
