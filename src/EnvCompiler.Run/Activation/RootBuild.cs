using System.Diagnostics;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Activation;

/// <summary>Runs the commands of <c>[build.NAME]</c> in the default group's root.</summary>
/// <param name="activation">An activation with a default group, outside of any root.</param>
/// <param name="writer">Writes.</param>
/// <param name="processes">Runs <c>getent</c>.</param>
public sealed class RootBuild(PreparedActivation activation, FileWriter writer, IProcessRunner processes)
{
    private const int MostLines = 20;

    /// <summary>Fills a directory that programs inside see at the place where its files will be.</summary>
    /// <param name="line">Line of bash; it finds that place in <c>$out</c>.</param>
    /// <param name="place">Absolute path inside.</param>
    /// <param name="output">The directory.</param>
    /// <param name="tell">Told of every line of output and error.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <returns>The exit code and the last lines.</returns>
    public async Task<(int ExitCode, IReadOnlyList<string> LastLines)> RunAsync(
        string line, string place, string output, Action<string> tell, CancellationToken cancellation)
    {
        var arguments = output + ".arguments";
        await new HostFacts(activation.Host, writer, processes)
            .WriteBuildArgumentsAsync(activation, new Dictionary<string, string>(StringComparer.Ordinal) { [place] = output }, arguments, cancellation);
        var start = new ProcessStartInfo(activation.EnterPath, [activation.Spec.DefaultGroup!, "bash", "-ec", $"exec 2>&1\n{line}"])
        {
            UseShellExecute = false,
            WorkingDirectory = activation.Generation.Layout.Directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in activation.Variables)
            start.Environment[name] = value;
        start.Environment["out"] = place;
        start.Environment["ENVC_BUILD_ARGUMENTS"] = arguments;
        return await FinishAsync(Process.Start(start)!, tell, cancellation);
    }

    /// <summary>The first line that a line of bash prints, and its exit code.</summary>
    public async Task<(int ExitCode, string Output)> CaptureAsync(string line, CancellationToken cancellation)
    {
        var (exitCode, output) = await RootCommand.CaptureAsync(
            activation.EnterPath, [activation.Spec.DefaultGroup!, "bash", "-ec", line], activation.Variables, cancellation);
        return (exitCode, output.Split('\n')[0].Trim());
    }

    private static async Task<(int ExitCode, IReadOnlyList<string> LastLines)> FinishAsync(Process process, Action<string> tell, CancellationToken cancellation)
    {
        using (process)
        {
            process.StandardInput.Close();
            var last = new Queue<string>();
            try
            {
                while (await process.StandardOutput.ReadLineAsync(cancellation) is { } text)
                {
                    tell(text);
                    last.Enqueue(text);
                    if (last.Count > MostLines)
                        last.Dequeue();
                }

                await process.WaitForExitAsync(cancellation);
                return (process.ExitCode, [.. last]);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                throw;
            }
        }
    }
}
