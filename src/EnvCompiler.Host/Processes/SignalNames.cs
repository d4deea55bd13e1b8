namespace EnvCompiler.Host.Processes;

/// <summary>Signals by name without <c>SIG</c>; numbers are Linux's on x86-64 and arm64.</summary>
public static class SignalNames
{
    /// <summary><c>SIGTERM</c>.</summary>
    public const int Term = 15;

    /// <summary><c>SIGKILL</c>.</summary>
    public const int Kill = 9;

    // By number, from 1.
    private static readonly string[] Names =
    [
        "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM", "STKFLT",
        "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG", "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
    ];

    /// <summary>All names, by number.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The number of <c>TERM</c> or <c>SIGTERM</c>; null when there is no such signal.</summary>
    public static int? Number(string name)
    {
        var bare = name.StartsWith("SIG", StringComparison.Ordinal) ? name[3..] : name;
        var index = Array.IndexOf(Names, bare);
        return index < 0 ? null : index + 1;
    }

    /// <summary>The name, or the number as text for real-time signals.</summary>
    public static string Of(int signal) => Known(signal) ?? signal.ToString();

    internal static string? Known(int signal) => signal >= 1 && signal <= Names.Length ? Names[signal - 1] : null;
}
