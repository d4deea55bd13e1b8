using System.Diagnostics;

namespace EnvCompiler.TestKit.Systemd;

/// <summary>What the real <c>systemd-analyze</c> says of units.</summary>
public static class UnitAnalysis
{
    // Settings of later versions than Debian 12's, which ignores them and says so.
    private static readonly string[] Later = ["'RestartMode'", "'RestartSteps'", "'RestartMaxDelaySec'"];

    /// <summary>Fails unless systemd reads them all without a word.</summary>
    /// <param name="units">Their files.</param>
    /// <param name="prefix">Programs put before it.</param>
    public static void Verify(IReadOnlyCollection<string> units, params string[] prefix)
    {
        var (exitCode, _, error) = Run([.. prefix, "systemd-analyze", "verify", .. units]);
        Assert.True(exitCode == 0, error);
        Assert.DoesNotContain(error.Split('\n'), line => line.Length > 0 && !Later.Any(line.Contains));
    }

    /// <summary>Fails unless a unit's exposure is at most 2.0 of 10.</summary>
    /// <param name="service">Its file.</param>
    public static void ScoresAtMostTwo(string service)
    {
        var (exitCode, text, _) = Run(["systemd-analyze", "security", "--offline=yes", "--threshold=20", "--no-pager", service]);
        Assert.True(exitCode == 0, text);
    }

    /// <summary>Runs a command line.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="isDebug">systemd tells what it has read.</param>
    public static (int ExitCode, string Output, string Error) Run(IReadOnlyList<string> command, bool isDebug = false)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (isDebug)
            start.Environment["SYSTEMD_LOG_LEVEL"] = "debug";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
