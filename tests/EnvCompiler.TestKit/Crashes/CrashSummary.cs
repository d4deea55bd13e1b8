using System.Globalization;
using System.Threading;

namespace EnvCompiler.TestKit.Crashes;

/// <summary>How many points the crash tests of one run tried, over all test projects: <c>./test</c> makes the file and prints the sum.</summary>
public static class CrashSummary
{
    private static readonly Lock Exclusive = new();

    /// <summary>Adds what one test tried.</summary>
    public static void Add(string writer, int points)
    {
        var file = RepositoryRoot.File(".build", "crash-points");
        lock (Exclusive)
        {
            if (File.Exists(file))
                File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{points} {writer}\n"));
        }
    }
}
