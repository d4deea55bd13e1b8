using System.Runtime.InteropServices;
using System.Threading;
using EnvCompiler.Host.Processes;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Contained;

/// <summary>
/// What the launcher is as process 1 of a container: it starts itself again, passes signals on, reaps whatever the kernel gives it, and ends as its child ends. .NET's runtime, where it is process 1
/// and has started a program by <c>System.Diagnostics.Process</c>, reaps every child, those too whose end the supervisor waits for; this process starts none so.
/// </summary>
public static class InitProcess
{
    private const string Self = "/proc/self/exe";

    // A handler of SIGCHLD would make .NET reap every child of process 1 before this one could ask for its end (seen), so it looks.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    // By number where .NET has no name for them (USR1, USR2). What stops or ends at once cannot be passed on.
    private static readonly PosixSignal[] s_passedOn =
        [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGQUIT, PosixSignal.SIGTERM, (PosixSignal)10, (PosixSignal)12];

    /// <summary>Whether this process is it.</summary>
    public static bool IsThis => Environment.ProcessId == 1;

    /// <summary>Runs the launcher as a child to its end.</summary>
    /// <param name="arguments">argv without the program.</param>
    /// <returns>Its exit code; 128+N when signal N ended it.</returns>
    /// <exception cref="IOException">It cannot be started.</exception>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var early = new List<int>();
        ProcessHandle? child = null;
        var registrations = Array.ConvertAll(s_passedOn, signal => PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            var number = NumberOf(signal);
            lock (early)
            {
                if (child is null)
                    early.Add(number);
                else
                    child.Signal(number);
            }
        }));
        try
        {
            lock (early)
            {
                child = Start(arguments);
                early.ForEach(number => child.Signal(number));
            }

            while (true)
            {
                if (child.TryReap() is { } status)
                    return status.Code;
                Children.ReapOrphans(pid => pid == child.Pid);
                Thread.Sleep(s_pause);
            }
        }
        finally
        {
            Array.ForEach(registrations, registration => registration.Dispose());
            child?.Dispose();
        }
    }

    private static ProcessHandle Start(IReadOnlyList<string> arguments)
    {
        SafeFileHandle[] descriptors = [.. Enumerable.Range(0, 3).Select(number => new SafeFileHandle(number, ownsHandle: false))];
        return Children.Spawn(new SpawnRequest
        {
            Program = Self,
            Arguments = [Environment.GetCommandLineArgs()[0], .. arguments],
            Variables = OwnVariables.Read(),
            Directory = Environment.CurrentDirectory,
            Descriptors = descriptors,
        });
    }

    // .NET's own names are negative numbers.
    private static int NumberOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGHUP => 1,
        PosixSignal.SIGINT => 2,
        PosixSignal.SIGQUIT => 3,
        PosixSignal.SIGTERM => SignalNames.Term,
        var number => (int)number,
    };
}
