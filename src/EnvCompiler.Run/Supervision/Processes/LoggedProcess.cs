using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Logs;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>A child in a session of its own, whose output goes to a log.</summary>
internal sealed class LoggedProcess : IDisposable
{
    private readonly OutputPump output;
    private readonly OutputPump error;

    private LoggedProcess(ProcessHandle handle, OutputPump output, OutputPump error) =>
        (Handle, this.output, this.error) = (handle, output, error);

    /// <summary>To be given to a <see cref="ProcessWatcher"/>.</summary>
    internal ProcessHandle Handle { get; }

    /// <summary>Starts it.</summary>
    /// <param name="request">Without descriptors: null input, output and error to the log, then <paramref name="more"/> from 3 on.</param>
    /// <param name="loop">Reads the output.</param>
    /// <param name="log">Gets the output.</param>
    /// <param name="redactor">Takes secrets out of it.</param>
    /// <param name="more">Closed in this process after the start, whatever comes of it.</param>
    /// <exception cref="IOException">It cannot be executed.</exception>
    internal static LoggedProcess Start(
        SpawnRequest request, DescriptorLoop loop, ServiceLog log, SecretRedactor redactor, params IReadOnlyList<SafeFileHandle> more)
    {
        var output = Pipe.Create();
        var error = Pipe.Create();
        using var input = File.OpenHandle("/dev/null");
        var pumps = (
            Output: new OutputPump(loop, output.Reader, LogStream.Output, log, redactor),
            Error: new OutputPump(loop, error.Reader, LogStream.Error, log, redactor));
        try
        {
            var handle = Children.Spawn(request with { Descriptors = [input, output.Writer, error.Writer, .. more] });
            return new LoggedProcess(handle, pumps.Output, pumps.Error);
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

    /// <summary>Writes what it has said so far.</summary>
    internal void DrainOutput()
    {
        output.Drain();
        error.Drain();
    }

    /// <summary>Drains and closes the output; the process itself belongs to whoever watches it.</summary>
    public void Dispose()
    {
        output.Dispose();
        error.Dispose();
    }
}
