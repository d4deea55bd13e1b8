using System.ComponentModel;
using System.Diagnostics;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Steps;

/// <summary>This process and its children.</summary>
public sealed class ProcessStepHost : IStepHost
{
    private const int NotExecutable = 126;

    /// <inheritdoc/>
    public int Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string directory)
    {
        var start = new ProcessStartInfo(program, arguments.Skip(1)) { WorkingDirectory = directory, UseShellExecute = false };
        start.Environment.Clear();
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (Win32Exception e)
        {
            Complain($"{program}: {e.Message}");
            return NotExecutable;
        }
    }

    /// <inheritdoc/>
    public int Become(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> variables, string directory)
    {
        try
        {
            Directory.SetCurrentDirectory(directory);
            Exec.Replace(program, arguments, variables);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Complain($"{program}: {e.Message}");
        }

        return NotExecutable;
    }

    /// <inheritdoc/>
    public void Write(string text)
    {
        StandardStream.Output.Write(text);
        StandardStream.Output.Flush();
    }

    /// <inheritdoc/>
    public void Complain(string line) => StandardStream.Error.WriteLine($"envc-run: {line}");
}
