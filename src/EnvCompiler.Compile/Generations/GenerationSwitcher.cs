using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// Makes another generation live by one rename, of <c>current</c>; the environment's manifest and lock become its own. What a person had edited and no
/// generation has is kept apart. Nothing is resolved, fetched or composed here.
/// </summary>
/// <param name="time">Clock of the history.</param>
public sealed class GenerationSwitcher(TimeProvider time)
{
    /// <summary>Finds the generation that is meant.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="number">Which; null means the one that was live before.</param>
    /// <returns>Its number, or ENVC0431 where there is none of that number, or ENVC0433 where no other was live before.</returns>
    public static Result<int> Find(EnvironmentLock held, int? number)
    {
        if (number is { } wanted)
            return GenerationReader.Missing(held.Layout, wanted) is { } missing ? missing : wanted;
        var live = GenerationNumbers.Live(held.Layout);
        return new GenerationHistory(held.Layout).LiveBefore(live, GenerationNumbers.All(held.Layout)) is { } previous ? previous : CompileDiagnostics.NothingToRollBackTo(live);
    }

    /// <summary>Makes a generation live.</summary>
    /// <param name="held">The environment.</param>
    /// <param name="number">Of <see cref="Find"/>.</param>
    /// <param name="kind"><see cref="HistoryKind"/>.</param>
    /// <param name="origin">Who does this.</param>
    public SwitchedGeneration Switch(EnvironmentLock held, int number, string kind, PublishOrigin origin)
    {
        var layout = held.Layout;
        var live = GenerationNumbers.Live(layout);
        var before = KeptFiles.Keep(held, live, time.GetUtcNow());
        PendingSwitch.Announce(held, number, before);
        // The history lies beside the announcement, so its sync is for both.
        if (live != number)
            MakeLive(held, number, live, kind, origin, time.GetUtcNow());
        else
            held.Writer.Operations.SyncDirectory(layout.State);
        PendingSwitch.Finish(held);
        return new SwitchedGeneration(number, live, before.Edits);
    }

    /// <summary>The line of the history, and the rename that decides.</summary>
    internal static void MakeLive(EnvironmentLock held, int number, int? live, string kind, PublishOrigin origin, DateTimeOffset now)
    {
        var history = new GenerationHistory(held.Layout);
        // Known, but for one that is new: the first hash of a process costs 5 ms, a quarter of a switch.
        var digest = history.DigestOf(number) ?? PendingReplacement.DigestOf(held.Layout.Generation(number));
        history.Append(held, live, origin.EntryOf(kind, number, live, digest, now));
        held.Writer.ReplaceSymlink(held.Layout.Current, $"generations/{number}");
    }
}
