using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Supervision.Processes;
using EnvCompiler.Run.Supervision.State;

namespace EnvCompiler.Run.Supervision;

/// <summary>Starts a supervisor that outlives whoever started it.</summary>
internal static class SupervisorSpawner
{
    private const long LongestLog = 1 << 20;
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(30);

    /// <summary>Starts it and waits until it listens, or until it says that another one does.</summary>
    /// <returns>Null when all is well.</returns>
    internal static async Task<Diagnostic?> StartAsync(SupervisorStart start, CancellationToken cancellation)
    {
        var log = Path.Combine(start.Environment.Log, "supervisor.log");
        new FileWriter(new PosixFileOperations()).EnsureDirectory(start.Environment.Log);
        var pipe = Pipe.Create();
        using (pipe.Reader)
        {
            try
            {
                using (pipe.Writer)
                    await SpawnAsync(start, log, pipe, cancellation);
            }
            catch (IOException e)
            {
                return SupervisorDiagnostics.DidNotStart(e.Message, log);
            }

            return await ReadWordAsync(pipe, cancellation) is SuperviseCommand.Listening or SuperviseCommand.Taken
                ? null
                : SupervisorDiagnostics.DidNotStart("it ended at once", log);
        }
    }

    // The shell starts the keeper in the background and ends: that becomes init's child, and whatever program the activation
    // turns into has no unknown child.
    private static async Task SpawnAsync(SupervisorStart start, string log, Pipe pipe, CancellationToken cancellation)
    {
        using var input = File.OpenHandle("/dev/null");
        using var output = OpenLog(log);
        using var activations = MemoryFile.Create();
        using var shell = Children.Spawn(new SpawnRequest
        {
            Program = "/bin/sh",
            Arguments = ["sh", "-c", $"{{ {Keeper.Script}\n}} &", "sh", start.LauncherPath, SuperviseCommand.Name, start.Environment.Directory, start.Run.Directory],
            Variables = Variables(),
            Directory = "/",
            Descriptors = [input, output.SafeFileHandle, output.SafeFileHandle, pipe.Writer, activations.Handle],
        });
        while (shell.TryReap() is null)
            await Task.Delay(TimeSpan.FromMilliseconds(1), cancellation);
    }

    private static FileStream OpenLog(string path)
    {
        if (File.Exists(path) && new FileInfo(path).Length > LongestLog)
            File.Move(path, path + ".1", overwrite: true);
        return new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.Append,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite | FileShare.Delete,
            UnixCreateMode = FileWriter.Private,
        });
    }

    // The supervisor of an environment that a service uses is nobody's member: it follows its own activations.
    private static Dictionary<string, string> Variables()
    {
        var variables = OwnVariables.Read();
        variables.Remove(InstanceMark.Variable);
        return variables;
    }

    private static async Task<string> ReadWordAsync(Pipe pipe, CancellationToken cancellation)
    {
        var text = new byte[64];
        var begun = TimeProvider.System.GetTimestamp();
        for (var length = 0; ;)
        {
            var count = Pipe.Read(pipe.Reader, text.AsSpan(length));
            length += Math.Max(count, 0);
            var isLate = TimeProvider.System.GetElapsedTime(begun) > StartWithin;
            if (count == 0 || isLate || text.AsSpan(0, length).Contains((byte)'\n'))
                return Encoding.ASCII.GetString(text, 0, length).TrimEnd();
            if (count < 0)
                await Task.Delay(TimeSpan.FromMilliseconds(1), cancellation);
        }
    }
}
