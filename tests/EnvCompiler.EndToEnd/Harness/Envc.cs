using System.Diagnostics;
using System.Text;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>Runs the real, published <c>envc</c>, as a person at a prompt would.</summary>
/// <param name="store">Value of <c>ENVC_STORE</c>.</param>
public sealed class Envc(string store)
{
    /// <summary>The published executable; <c>./envc</c> (or <c>./test</c>) makes it.</summary>
    public static string Executable { get; } = Existing(RepositoryRoot.File(".build", "bin", "envc"));

    /// <summary>Variables added to every run, over the test's own.</summary>
    public Dictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal) { ["ENVC_STORE"] = store };

    /// <summary>Programs put before envc, e.g. <c>unshare -n</c>.</summary>
    public IReadOnlyList<string> Prefix { get; init; } = [];

    /// <summary>Runs envc to its end.</summary>
    public Finished Run(params string[] arguments) => Run(Path.GetTempPath(), arguments);

    /// <summary>Runs envc to its end in a directory.</summary>
    public Finished Run(string directory, IReadOnlyList<string> arguments)
    {
        using var process = Start(directory, arguments);
        return Finish(process);
    }

    /// <summary>Starts envc and leaves it to the test.</summary>
    public Process Start(string directory, IReadOnlyList<string> arguments)
    {
        string[] command = [.. Prefix, Executable, .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = directory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        var process = Process.Start(start) ?? throw new InvalidOperationException("not started");
        process.StandardInput.Close();
        return process;
    }

    /// <summary>Waits for a process, at most five minutes.</summary>
    public static Finished Finish(Process process)
    {
        var output = new StringBuilder();
        var error = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(TimeSpan.FromMinutes(5)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"still running after five minutes:\n{output}\n{error}");
        }

        process.WaitForExit();
        return new Finished(process.ExitCode, output.ToString(), error.ToString());
    }

    /// <summary>Waits for two processes that run at the same time.</summary>
    public static async Task<(Finished First, Finished Second)> FinishBothAsync(Process first, Process second)
    {
        var both = await Task.WhenAll(Task.Run(() => Finish(first)), Task.Run(() => Finish(second)));
        return (both[0], both[1]);
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is null)
            return;
        lock (text)
            text.Append(line).Append('\n');
    }

    private static string Existing(string path) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"{path} is missing: run ./envc version once, it builds it");
}
