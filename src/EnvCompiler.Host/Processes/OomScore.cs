using System.Globalization;

namespace EnvCompiler.Host.Processes;

/// <summary>How readily the kernel ends this process, and what it starts, when memory runs out (proc_pid_oom_score_adj(5)).</summary>
public static class OomScore
{
    private const string FilePath = "/proc/self/oom_score_adj";

    /// <summary>From -1000 (never) to 1000 (first).</summary>
    public static int Current => int.Parse(File.ReadAllText(FilePath).AsSpan().Trim(), CultureInfo.InvariantCulture);

    /// <summary>Changes it; a child made meanwhile inherits it.</summary>
    /// <returns>False where the user may not: below what an administrator set.</returns>
    public static bool TrySet(int score)
    {
        try
        {
            File.WriteAllText(FilePath, score.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }
}
