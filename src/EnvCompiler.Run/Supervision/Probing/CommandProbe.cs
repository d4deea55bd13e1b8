using System.Text;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Processes;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Supervision.Probing;

/// <summary>Runs a command beside a service; it ends with all that it started.</summary>
/// <param name="host">Reads its output and tells of its end.</param>
/// <param name="bash">Makes a bash text what is to be executed, in the root of the service's group, with its variables.</param>
/// <param name="mark">The <see cref="InstanceMark"/> of such commands.</param>
internal sealed class CommandProbe(SupervisorHost host, Func<string, SpawnRequest> bash, string mark)
{
    private const int LongestOutput = 4 << 10;

    /// <summary>One try; to be called on the supervisor's thread.</summary>
    /// <param name="command">Bash text.</param>
    /// <param name="cancellation">Kills it.</param>
    /// <returns>Null for exit code 0, otherwise how it ended and the last line of what it said.</returns>
    internal async Task<string?> TryAsync(string command, CancellationToken cancellation)
    {
        var ended = new TaskCompletionSource<ExitStatus?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var output = Pipe.Create();
        using (output.Reader)
        {
            int session;
            try
            {
                session = Start(command, output.Writer, ended);
            }
            catch (IOException e)
            {
                return e.Message;
            }

            await using var killed = cancellation.Register(() => KillAll(session));
            var last = new LastLine(output.Reader, host.OutputLoop);
            try
            {
                var status = await ended.Task;
                cancellation.ThrowIfCancellationRequested();
                var said = last.End();
                return status is { Succeeded: true } ? null : $"the command ended with {status}{(said.Length > 0 ? $": {said}" : "")}";
            }
            finally
            {
                // Something that it left behind may have the pipe open.
                if (!last.HasEnded)
                    KillAll(session);
                last.End();
            }
        }
    }

    /// <summary>Kills what commands have left.</summary>
    internal void KillAll() => KillAll(session: null);

    private int Start(string command, SafeFileHandle output, TaskCompletionSource<ExitStatus?> ended)
    {
        using (output)
        using (var input = File.OpenHandle("/dev/null"))
        {
            var handle = Children.Spawn(bash(command) with { Descriptors = [input, output, output] });
            var pid = handle.Pid;
            host.Members.Began(pid);
            host.Watcher.Watch(handle, status =>
            {
                host.Members.Ended(pid);
                ended.SetResult(status);
            });
            return pid;
        }
    }

    private void KillAll(int? session)
    {
        var members = InstanceMark.FindMembers(
            value => string.Equals(value, mark, StringComparison.Ordinal), session is { } leader ? new HashSet<int> { leader } : new HashSet<int>());
        foreach (var member in members)
        {
            using var handle = ProcessHandle.TryOpen(member.Pid);
            handle?.Signal(SignalNames.Kill);
        }
    }

    /// <summary>Reads all that comes out of a pipe and keeps its end.</summary>
    private sealed class LastLine
    {
        private readonly System.Threading.Lock gate = new();
        private readonly byte[] kept = new byte[LongestOutput];
        private readonly SafeFileHandle reader;
        private readonly IDisposable watch;
        private int length;
        private bool stopped;

        internal LastLine(SafeFileHandle reader, DescriptorLoop loop)
        {
            this.reader = reader;
            lock (gate)
                watch = loop.Watch(reader, ReadSome);
        }

        /// <summary>Nobody has the pipe open any more.</summary>
        internal bool HasEnded { get; private set; }

        /// <summary>Reads what is there and stops.</summary>
        /// <returns>The last line that says something.</returns>
        internal string End()
        {
            lock (gate)
            {
                while (!stopped && Read() > 0)
                {
                }

                Stop();
                return Encoding.UTF8.GetString(kept, 0, length).TrimEnd().Split('\n')[^1].Trim();
            }
        }

        private void ReadSome()
        {
            lock (gate)
            {
                if (!stopped)
                    Read();
            }
        }

        private int Read()
        {
            if (length == kept.Length)
            {
                kept.AsSpan(length / 2).CopyTo(kept);
                length -= length / 2;
            }

            var count = Pipe.Read(reader, kept.AsSpan(length));
            length += Math.Max(count, 0);
            if (count == 0)
            {
                HasEnded = true;
                Stop();
            }

            return count;
        }

        private void Stop()
        {
            if (stopped)
                return;
            stopped = true;
            watch.Dispose();
        }
    }
}
