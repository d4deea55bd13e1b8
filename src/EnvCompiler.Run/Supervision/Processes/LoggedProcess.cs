using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Logs;
using EnvCompiler.Run.Supervision.State;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>A process in a session of its own, whose output goes to a log: a child, or one of an earlier supervisor's.</summary>
internal sealed class LoggedProcess : IDisposable
{
    private readonly OutputPump? output;
    private readonly OutputPump? error;

    private LoggedProcess(ProcessHandle? handle, ProcessIdentity identity, OutputPump? output, OutputPump? error) =>
        (Handle, Identity, this.output, this.error) = (handle, identity, output, error);

    /// <summary>To be given to a <see cref="ProcessWatcher"/>; null of an adopted process that has ended.</summary>
    internal ProcessHandle? Handle { get; }

    /// <summary>Pid, which is also its session, and start time.</summary>
    internal ProcessIdentity Identity { get; }

    /// <summary>The pipes that it writes to.</summary>
    internal (FileIdentity? Output, FileIdentity? Error) Pipes { get; private init; }

    /// <summary>Something of its output is read.</summary>
    internal bool IsHeard => output is not null || error is not null;

    /// <summary>Starts it.</summary>
    /// <param name="request">Without descriptors: null input, output and error to the log, then <paramref name="more"/> from 3 on.</param>
    /// <param name="loop">Reads the output.</param>
    /// <param name="log">Gets the output.</param>
    /// <param name="redactor">Takes secrets out of it.</param>
    /// <param name="watch">Is shown the output as it comes, or null.</param>
    /// <param name="more">Closed in this process after the start, whatever comes of it.</param>
    /// <exception cref="IOException">It cannot be executed.</exception>
    internal static LoggedProcess Start(
        SpawnRequest request, DescriptorLoop loop, IServiceLog log, SecretRedactor redactor, LineWatch? watch,
        params IReadOnlyList<SafeFileHandle> more)
    {
        var output = Pipe.CreateLasting();
        var error = Pipe.CreateLasting();
        var pipes = (FileIdentity.TryOf(output.Reader), FileIdentity.TryOf(error.Reader));
        using var input = File.OpenHandle("/dev/null");
        var pumps = (
            Output: new OutputPump(loop, output.Reader, LogStream.Output, log, redactor, watch),
            Error: new OutputPump(loop, error.Reader, LogStream.Error, log, redactor, watch));
        try
        {
            var handle = Children.Spawn(request with { Descriptors = [input, output.Writer, error.Writer, .. more] });
            // Nobody reaps it before its watch, so that it is there even when it has ended.
            var identity = new ProcessIdentity(handle.Pid, ProcessTable.StartTime(handle.Pid));
            return new LoggedProcess(handle, identity, pumps.Output, pumps.Error) { Pipes = pipes };
        }
        catch (IOException)
        {
            pumps.Output.Dispose();
            pumps.Error.Dispose();
            throw;
        }
        finally
        {
            output.Writer.Dispose();
            error.Writer.Dispose();
            foreach (var descriptor in more)
                descriptor.Dispose();
        }
    }

    /// <summary>Reads on where an earlier supervisor was killed: what it had not read is still in the pipes.</summary>
    /// <param name="state">The process and its pipes.</param>
    /// <param name="members">Processes that may have the pipes open.</param>
    /// <param name="loop">Reads the output.</param>
    /// <param name="log">Gets the output.</param>
    /// <param name="redactor">Takes secrets out of it.</param>
    /// <param name="watch">Is shown the output as it comes, or null.</param>
    internal static LoggedProcess Adopt(
        RunStateEntry state, IReadOnlyCollection<int> members, DescriptorLoop loop, IServiceLog log, SecretRedactor redactor, LineWatch? watch)
    {
        return new LoggedProcess(state.First.TryOpen(), state.First, Pump(state.Output, LogStream.Output), Pump(state.Error, LogStream.Error))
        {
            Pipes = (state.Output, state.Error),
        };

        OutputPump? Pump(FileIdentity? pipe, LogStream stream) =>
            pipe is { } wanted && OpenReader(wanted, members) is { } reader ? new OutputPump(loop, reader, stream, log, redactor, watch) : null;
    }

    // A program may have redirected its output and left the pipe to its children.
    private static SafeFileHandle? OpenReader(FileIdentity pipe, IReadOnlyCollection<int> members)
    {
        foreach (var member in members)
        {
            for (var descriptor = 1; descriptor <= 2; descriptor++)
            {
                if (FileIdentity.TryOf($"/proc/{member}/fd/{descriptor}") != pipe || Pipe.TryOpenReader(member, descriptor) is not { } reader)
                    continue;
                if (FileIdentity.TryOf(reader) == pipe)
                    return reader;
                reader.Dispose();
            }
        }

        return null;
    }

    /// <summary>Writes what it has said so far.</summary>
    internal void DrainOutput()
    {
        output?.Drain();
        error?.Drain();
    }

    /// <summary>Drains and closes the output; the process itself belongs to whoever watches it.</summary>
    public void Dispose()
    {
        output?.Dispose();
        error?.Dispose();
    }
}
