using System.Diagnostics;
using System.Text;
using EnvCompiler.Run.Steps;

namespace EnvCompiler.Run.Tests.Steps;

/// <summary>Runs real programs and keeps what they write.</summary>
internal sealed class CapturingStepHost : IStepHost
{
    private readonly StringBuilder output = new();

    internal string Output => output.ToString();

    internal List<string> Complaints { get; } = [];

    /// <summary>The program that took the process's place.</summary>
    internal string? Became { get; private set; }

    public int Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string directory)
    {
        var start = new ProcessStartInfo(program, arguments.Skip(1)) { WorkingDirectory = directory, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        output.Append(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        return process.ExitCode;
    }

    public int Become(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string directory)
    {
        Became = program;
        return Run(program, arguments, variables, directory);
    }

    public void Write(string text) => output.Append(text);

    public void Complain(string line) => Complaints.Add(line);
}
