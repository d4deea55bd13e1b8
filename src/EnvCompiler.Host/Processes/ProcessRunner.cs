using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Text;
using System.Threading;

namespace EnvCompiler.Host.Processes;

/// <summary>Real programs.</summary>
public sealed class ProcessRunner : IProcessRunner
{
    /// <inheritdoc/>
    public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        RunAsync(program, arguments, input: "", cancellation);

    /// <inheritdoc/>
    public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellation) =>
        RunAsync(program, arguments, stream => stream.Write(Encoding.UTF8.GetBytes(input)), cancellation);

    /// <inheritdoc/>
    public async Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, Action<Stream> writeInput, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception e) when (e.NativeErrorCode == Libc.ENOENT)
        {
            return null;
        }

        try
        {
            // Read from the start: it may say much before it reads.
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await Task.Run(() => Write(process.StandardInput.BaseStream, writeInput), cancellation);
            await process.WaitForExitAsync(cancellation);
            return new ProcessOutput(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static void Write(Stream stream, Action<Stream> writeInput)
    {
        // Closed whatever happens: a program that waits for the rest would wait for ever.
        using (stream)
        {
            try
            {
                writeInput(stream);
            }
            catch (IOException e) when (e.InnerException is SocketException || stream is PipeStream { IsConnected: false })
            {
                // .NET gives a program a socket for its input, so no other failure looks like this; what is written after it fails without a reason.
                // It reads nothing, or has ended: what it says and its status tell more.
            }
        }
    }
}
