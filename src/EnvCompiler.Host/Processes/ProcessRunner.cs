using System.ComponentModel;
using System.Diagnostics;
using System.Threading;

namespace EnvCompiler.Host.Processes;

/// <summary>Real programs.</summary>
public sealed class ProcessRunner : IProcessRunner
{
    /// <inheritdoc/>
    public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
        RunAsync(program, arguments, input: "", cancellation);

    /// <inheritdoc/>
    public async Task<ProcessOutput?> RunAsync(
        string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellation)
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
            await WriteAsync(process.StandardInput, input);
            var output = process.StandardOutput.ReadToEndAsync(cancellation);
            var error = process.StandardError.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return new ProcessOutput(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    private static async Task WriteAsync(StreamWriter writer, string input)
    {
        try
        {
            await writer.WriteAsync(input);
            writer.Close();
        }
        catch (IOException)
        {
            // It reads nothing, or has ended: what it says and its status tell more.
        }
    }
}
