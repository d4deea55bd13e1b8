using System.Diagnostics;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>A helper program that must succeed.</summary>
public static class Command
{
    /// <summary>Runs it to its end.</summary>
    public static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: exit code {process.ExitCode}");
    }
}
