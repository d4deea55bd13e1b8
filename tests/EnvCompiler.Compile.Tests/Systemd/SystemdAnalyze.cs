using EnvCompiler.Compile.Systemd;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Systemd;

/// <summary>Units in a directory, before the real systemd-analyze.</summary>
internal sealed class SystemdAnalyze : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    internal SystemdAnalyze(Func<string, UnitRequest> request)
    {
        // What is looked for on the host: the program of each unit.
        var launcher = directory.File("launcher");
        Directory.CreateDirectory(launcher);
        File.Copy("/bin/true", Path.Combine(launcher, "envc-run"));
        Units = new UnitCompiler(request(launcher)).Compile();
        foreach (var (name, text) in Units)
            directory.Write($"units/{name}", text);
    }

    internal SortedDictionary<string, string> Units { get; }

    internal string PathOf(string unit) => directory.File("units", unit);

    /// <summary>Runs it.</summary>
    /// <param name="isDebug">It tells what it has read.</param>
    /// <param name="arguments">One element an argument.</param>
    internal static (int ExitCode, string Output, string Error) Run(bool isDebug, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo("systemd-analyze", arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        if (isDebug)
            start.Environment["SYSTEMD_LOG_LEVEL"] = "debug";
        using var process = System.Diagnostics.Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    public void Dispose() => directory.Dispose();
}
