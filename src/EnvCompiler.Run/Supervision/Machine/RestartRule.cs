using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>Whether and when a service that ended by itself is started again.</summary>
internal static class RestartRule
{
    // Services that fell together do not all come back in the same instant.
    private const double Jitter = 0.2;

    // Even a delay of nothing grows.
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(10);

    private static readonly Restart None = new() { Policy = RestartPolicy.Never };

    /// <summary>The time before the next start; null when there is none.</summary>
    /// <param name="restart">The policy; null means never.</param>
    /// <param name="reason">Why it ended.</param>
    /// <param name="restarts">Restarts in a row before this one.</param>
    /// <param name="chance">From 0 to 1: how much earlier than the delay says, up to a fifth of it.</param>
    internal static TimeSpan? Delay(Restart? restart, EndReason reason, int restarts, double chance)
    {
        restart ??= None;
        var isDue = restart.Policy switch
        {
            RestartPolicy.Always => true,
            RestartPolicy.OnFailure => reason != EndReason.Completed,
            _ => false,
        };
        if (!isDue || restarts >= restart.Max)
            return null;
        var first = Longer(restart.Delay, ShortestDelay);
        var factor = Math.Min(Math.Pow(2, Math.Min(restarts, 62)), Longer(restart.MaxDelay, first) / first);
        return first * factor * (1 - Jitter * chance);
    }

    private static TimeSpan Longer(TimeSpan a, TimeSpan b) => a > b ? a : b;
}
