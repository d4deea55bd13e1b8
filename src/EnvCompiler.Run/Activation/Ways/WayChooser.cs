using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Run.Activation.Ways;

/// <summary>
/// Keeps the record of the ways in true: they are tried when there is none, when its conditions are no longer the host's, or when
/// <c>ENVC_ENTER</c> asks for one that was not tried.
/// </summary>
/// <param name="host">The host and user.</param>
/// <param name="writer">Writes the record.</param>
/// <param name="trial">Tries a way.</param>
internal sealed class WayChooser(HostContext host, FileWriter writer, WayTrial trial)
{
    /// <summary>Renews the record where it is out of date.</summary>
    /// <param name="facts">Where it is.</param>
    /// <param name="rootFileSystem">A root that the ways are tried with.</param>
    /// <param name="asked">Value of <c>ENVC_ENTER</c>; empty for none.</param>
    /// <param name="cancellation">Ends what is tried.</param>
    /// <returns>The record, with a warning where a slow way has just been found to work; ENVC0516 to ENVC0518 when there is no way in.</returns>
    internal async Task<Result<WayRecord>> EnsureAsync(
        HostFactsLayout facts, string rootFileSystem, string asked, CancellationToken cancellation)
    {
        if (asked.Length > 0 && !WayIn.All.Any(way => way.Name == asked))
            return ActivationDiagnostics.UnknownWay(asked);
        var known = WayRecord.TryRead(facts.Way) is { } recorded && Holds(recorded, host, rootFileSystem) ? recorded : null;
        if (known is not null && (asked.Length == 0 || known.Of(asked) is { Works: true }))
            return known;

        var verdicts = known?.Verdicts.ToDictionary(verdict => verdict.Way, StringComparer.Ordinal) ?? [];
        foreach (var way in WayIn.All)
        {
            if (asked.Length > 0 ? way.Name == asked : !verdicts.Values.Any(verdict => verdict.Works))
                verdicts[way.Name] = await trial.RunAsync(way, rootFileSystem, cancellation);
        }

        IReadOnlyList<WayVerdict> ordered = [.. WayIn.All.Where(way => verdicts.ContainsKey(way.Name)).Select(way => verdicts[way.Name])];
        if (asked.Length > 0 && verdicts[asked] is { Works: false } refused)
            return ActivationDiagnostics.WayRefused(refused, ordered);
        if (ordered.FirstOrDefault(verdict => verdict.Works) is not { } best)
            return ActivationDiagnostics.NoWayIn(ordered);
        var conditions = known?.Conditions ?? WayConditions.Describe(host.HostRoot, rootFileSystem);
        var record = new WayRecord(known?.Chosen ?? best.Way, conditions, ordered);
        writer.Replace(facts.Way, record.Format());
        var isSlow = (asked.Length > 0 ? asked : record.Chosen) == WayIn.Proot.Name;
        return Result<WayRecord>.Success(record, isSlow ? [ActivationDiagnostics.SlowWay()] : []);
    }

    /// <summary>Whether a record was made under the conditions of now. Inside a root they are the root's own, and what was found outside holds.</summary>
    /// <param name="record">The record.</param>
    /// <param name="host">The host and user.</param>
    /// <param name="rootFileSystem">A root that the ways are tried with.</param>
    internal static bool Holds(WayRecord record, HostContext host, string rootFileSystem) =>
        record.Conditions == WayConditions.Describe(host.HostRoot, rootFileSystem) || host.IsInsideRoot;
}
