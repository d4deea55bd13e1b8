using System.Globalization;

namespace EnvCompiler.TestKit;

/// <summary>Time that a thread spent on a processor: what a limit on speed is held against, however busy the machine is.</summary>
public static class CpuTime
{
    /// <summary>The calling thread's time for an action; what it leaves to other threads does not count.</summary>
    public static TimeSpan Of(Action action)
    {
        var before = Now();
        action();
        return Now() - before;
    }

    // The first field is nanoseconds on the processor (Documentation/scheduler/sched-stats.rst).
    private static TimeSpan Now()
    {
        var text = File.ReadAllText("/proc/thread-self/schedstat");
        return TimeSpan.FromTicks(long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture) / 100);
    }
}
