using System.Threading;

namespace EnvCompiler.Host.Network;

/// <summary>
/// Which hosts can be reached at all. One that no connection could be made to for some time is given up for all that is still to come:
/// a hundred files of a mirror whose name nobody knows do not wait one after the other. Safe for many downloads at once.
/// </summary>
/// <param name="time">Clock of the time that a host gets.</param>
/// <param name="patience">How long a host may be out of reach before it is given up.</param>
internal sealed class HostReach(TimeProvider time, TimeSpan patience)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, long> answered = [];
    private readonly Dictionary<string, Outage> outages = [];

    /// <summary>A host let itself be connected to.</summary>
    internal void Answered(Uri uri)
    {
        lock (gate)
        {
            answered[uri.Authority] = time.GetTimestamp();
            outages.Remove(uri.Authority);
        }
    }

    /// <summary>No connection came about.</summary>
    /// <param name="uri">Who was tried.</param>
    /// <param name="began">When the try began: one that waited in vain counts with all it waited.</param>
    /// <param name="reason">Why, in words.</param>
    internal void Failed(Uri uri, long began, string reason)
    {
        lock (gate)
        {
            // Others may have had an answer since.
            var since = outages.TryGetValue(uri.Authority, out var outage) ? outage.Since : Math.Max(began, answered.GetValueOrDefault(uri.Authority, began));
            outages[uri.Authority] = new Outage(since, reason);
        }
    }

    /// <summary>Why a host is given up, or null when it may be tried.</summary>
    internal string? WhyGivenUp(Uri uri)
    {
        lock (gate)
            return outages.TryGetValue(uri.Authority, out var outage) && Left(outage) == TimeSpan.Zero ? outage.Reason : null;
    }

    /// <summary>A wait before the next try, cut so that the last one comes when the host is about to be given up.</summary>
    internal TimeSpan Shorten(Uri uri, TimeSpan wait)
    {
        lock (gate)
            return outages.TryGetValue(uri.Authority, out var outage) && Left(outage) is var left && left < wait ? left : wait;
    }

    private TimeSpan Left(Outage outage) => patience - time.GetElapsedTime(outage.Since) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private sealed record Outage(long Since, string Reason);
}
