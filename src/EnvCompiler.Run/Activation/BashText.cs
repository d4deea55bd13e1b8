using System.Threading;

namespace EnvCompiler.Run.Activation;

/// <summary>What bash makes of a variable's text. The value is a program's text, so bash reads it as such: inside double quotes.</summary>
internal static class BashText
{
    /// <summary>Expands.</summary>
    /// <param name="bash">How bash is started: an absolute path and its first arguments.</param>
    /// <param name="text">In double-quote syntax.</param>
    /// <param name="variables">All that it may refer to.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its exit code and what it wrote.</returns>
    internal static Task<(int ExitCode, string Output)> ExpandAsync(
        IReadOnlyList<string> bash, string text, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation) =>
        RootCommand.CaptureAsync(
            bash[0], [.. bash.Skip(1), "-c", "eval \"printf %s \\\"$1\\\"\"", "bash", text.Replace("\"", "\\\"", StringComparison.Ordinal)], variables, cancellation);
}
