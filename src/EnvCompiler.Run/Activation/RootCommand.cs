using System.Diagnostics;
using System.Threading;

namespace EnvCompiler.Run.Activation;

/// <summary>Runs a command inside a root and takes its standard output; input and errors are the caller's own.</summary>
internal static class RootCommand
{
    /// <summary>Runs <c>enter</c> to its end.</summary>
    /// <param name="enter">Absolute path of <c>enter</c>.</param>
    /// <param name="arguments">Group, command and its arguments.</param>
    /// <param name="variables">The whole environment.</param>
    /// <param name="cancellation">Kills it.</param>
    internal static async Task<(int ExitCode, string Output)> CaptureAsync(
        string enter, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(enter, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return (process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
