using System.Globalization;
using System.Text;
using EnvCompiler.Host.Machine;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>
/// Applies <c>limits</c>: by a control group where the host delegates one, by what processes inherit elsewhere. Nothing is dropped without a word.
/// Used from the supervisor's thread only.
/// </summary>
/// <param name="groups">Control groups of this environment's services; null where the host delegates none.</param>
/// <param name="hasShell">Whether there is a shell to set resource limits by; in containers there may be none, and whoever runs them sets limits.</param>
internal sealed class ServiceLimiter(ControlGroups? groups, bool hasShell = true)
{
    /// <summary>A shortage of memory is to take a service, not its supervisor.</summary>
    private const int DefaultOomScore = 200;

    private const int RootUser = 0;

    private readonly ProcessorShares processors = new();

    /// <summary>What to do for a new instance.</summary>
    internal LimitPlan Plan(string service, int instance, Limits? limits)
    {
        List<string> notes = [];
        List<string> warnings = [];
        var prologue = new StringBuilder();
        var group = groups?.TryCreate(service, instance);
        if (group is not null)
            prologue.Append(CultureInfo.InvariantCulture, $"echo 0 >{Quote(group.ProcessList)} || exit 125; ");
        if (!hasShell)
            warnings.AddRange(WithoutShell(limits));
        else if (limits?.Files is { } files)
            prologue.Append(CultureInfo.InvariantCulture, $"ulimit -n {AllowedFiles(files, warnings)}; ");
        if (hasShell)
            LimitMemory(limits?.Memory, group, prologue, notes, warnings);
        return new LimitPlan
        {
            Group = group,
            Processors = LimitProcessors(limits?.Cpus, group, notes, warnings),
            OomScoreAdjust = Score(limits?.OomScoreAdjust, warnings),
            Prologue = prologue.ToString(),
            Notes = notes,
            Warnings = warnings,
        };
    }

    /// <summary>What an earlier supervisor did for an instance, as far as it can still be found.</summary>
    internal LimitPlan Find(string service, int instance) => new() { Group = groups?.Find(service, instance) };

    /// <summary>Ends what an earlier supervisor left in control groups of instances that nobody takes over.</summary>
    internal void EndOthers(IEnumerable<(string Service, int Instance)> adopted) => groups?.RemoveAllBut(adopted);

    /// <summary>The instance is no more.</summary>
    internal void Release(LimitPlan plan)
    {
        if (plan.Processors is not null)
            processors.Release(plan.Processors);
        plan.Group?.TryRemove();
    }

    /// <summary>No service runs any more.</summary>
    internal void Close() => groups?.Remove();

    private static IEnumerable<string> WithoutShell(Limits? limits)
    {
        if (limits?.Files is not null)
            yield return "`limits.files` has no effect in a container: set it where the container is run";
        if (limits?.Memory is not null)
            yield return "`limits.memory` has no effect in a container: give the container that limit";
    }

    private static long AllowedFiles(int files, List<string> warnings)
    {
        var most = HostPlaces.UserId == RootUser ? long.MaxValue : ResourceLimits.MostFiles;
        if (files > most)
            warnings.Add($"`limits.files` is {most}, the most that this user may have, instead of {files}");
        return Math.Min(files, most);
    }

    // RLIMIT_AS would count address space, of which CUDA reserves more than any host has.
    private static void LimitMemory(long? bytes, ControlGroup? group, StringBuilder prologue, List<string> notes, List<string> warnings)
    {
        if (bytes is not { } limit)
            return;
        if (group?.TrySet("memory.max", limit.ToString(CultureInfo.InvariantCulture)) == true)
        {
            // An engine without one of its workers would neither work nor end.
            group.TrySet("memory.oom.group", "1");
            return;
        }

        if (group is not null)
            warnings.Add("its control group takes no memory limit");
        prologue.Append(CultureInfo.InvariantCulture, $"ulimit -d {limit / 1024}; ");
        notes.Add("`limits.memory` holds for the data of each process, because the host delegates no control group with memory");
    }

    private IReadOnlyList<int>? LimitProcessors(double? cpus, ControlGroup? group, List<string> notes, List<string> warnings)
    {
        const int Period = 100_000;
        if (cpus is not { } limit
            || group?.TrySet("cpu.max", $"{((long)(limit * Period)).ToString(CultureInfo.InvariantCulture)} {Period}") == true)
            return null;
        if (limit != Math.Floor(limit))
        {
            warnings.Add("`limits.cpus` has no effect: parts of a processor need a control group, and the host delegates none");
            return null;
        }

        var chosen = processors.Take((int)Math.Min(limit, int.MaxValue));
        if (chosen is not null)
            notes.Add($"it runs on the processors {string.Join(',', chosen)}, because the host delegates no control group with cpu");
        return chosen;
    }

    private static int? Score(int? wanted, List<string> warnings)
    {
        var current = OomScore.Current;
        var score = wanted ?? Math.Max(current, DefaultOomScore);
        if (score == current)
            return null;
        var isAllowed = OomScore.TrySet(score);
        OomScore.TrySet(current);
        if (isAllowed)
            return score;
        warnings.Add($"`limits.oom-score-adjust` has no effect: this user may not set {score}");
        return null;
    }

    private static string Quote(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
