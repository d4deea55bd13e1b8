using System.Diagnostics;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>A script of the repository that a person can run too.</summary>
internal static class Script
{
    /// <summary>Runs it to its end, at most two minutes.</summary>
    /// <param name="store">Value of <c>ENVC_STORE</c>.</param>
    /// <param name="command">Program and arguments.</param>
    internal static Finished Run(string store, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ENVC_STORE"] = store;
        using var process = Process.Start(start)!;
        return Envc.Finish(process);
    }
}
