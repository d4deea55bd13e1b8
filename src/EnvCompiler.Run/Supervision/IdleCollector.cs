using System.Threading;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// Gives memory back when a supervisor comes to rest: what starting a hundred services has left on the heap would otherwise stay for the weeks in which nothing
/// happens, because without work there is no collection.
/// </summary>
/// <param name="time">Clock of the rest.</param>
internal sealed class IdleCollector(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan RestsAfter = TimeSpan.FromSeconds(5);

    private readonly ITimer timer = time.CreateTimer(
        static _ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Something has happened.</summary>
    internal void Touch() => timer.Change(RestsAfter, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();
}
