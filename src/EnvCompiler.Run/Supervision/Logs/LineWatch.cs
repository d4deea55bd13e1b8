using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Waits for lines of output that match patterns. It looks at every line until each has had its own, then at none.</summary>
/// <param name="patterns">Valid <see cref="ProbePattern"/>s.</param>
internal sealed class LineWatch(IReadOnlyCollection<string> patterns)
{
    private readonly Wanted[] wanted = [.. patterns.Select(pattern => new Wanted(pattern))];
    private volatile bool isDone;

    /// <summary>Looks at lines, each but the last with <c>\n</c> at its end; from any thread.</summary>
    internal void Look(ReadOnlySpan<byte> lines)
    {
        while (!isDone && !lines.IsEmpty)
        {
            var end = lines.IndexOf((byte)'\n');
            LookAt(Encoding.UTF8.GetString((end < 0 ? lines : lines[..end]).TrimEnd((byte)'\r')));
            lines = end < 0 ? default : lines[(end + 1)..];
        }
    }

    /// <summary>Ends when a line has matched, before or after this call.</summary>
    internal Task MatchAsync(string pattern, CancellationToken cancellation) =>
        wanted.First(one => one.Pattern == pattern).Found.Task.WaitAsync(cancellation);

    private void LookAt(string line)
    {
        var missing = 0;
        foreach (var one in wanted)
        {
            if (!one.Matches(line))
                missing++;
        }

        isDone = missing == 0;
    }

    private sealed class Wanted(string pattern)
    {
        private readonly Regex expression = ProbePattern.Parse(pattern);

        internal string Pattern => pattern;

        internal TaskCompletionSource Found { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool Matches(string line)
        {
            if (Found.Task.IsCompleted)
                return true;
            try
            {
                return expression.IsMatch(line) && Found.TrySetResult();
            }
            catch (RegexMatchTimeoutException)
            {
                // Such a line is none that a person would wait for.
                return false;
            }
        }
    }
}
