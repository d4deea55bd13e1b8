using System.Threading;

namespace EnvCompiler.Host.Tests.Network;

/// <summary>A clock on which every wait is over at once, having taken its time.</summary>
internal sealed class HurriedClock : TimeProvider
{
    private long ticks = TimeSpan.TicksPerHour;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>Since the clock was made.</summary>
    internal TimeSpan Elapsed => TimeSpan.FromTicks(GetTimestamp() - TimeSpan.TicksPerHour);

    internal void Pass(TimeSpan span) => Interlocked.Add(ref ticks, span.Ticks);

    public override long GetTimestamp() => Interlocked.Read(ref ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime <= TimeSpan.Zero)
            return base.CreateTimer(callback, state, dueTime, period);
        Pass(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
