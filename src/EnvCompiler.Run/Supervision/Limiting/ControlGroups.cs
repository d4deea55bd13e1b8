using System.Globalization;
using System.Threading;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>
/// Control groups of an environment's services, below the one that was delegated. A group that gives controllers to others may hold no process
/// itself, so all that is in it moves into a group beside them first.
/// </summary>
internal sealed class ControlGroups
{
    // The supervisors of all environments there, their keepers, and whoever started them.
    private const string Others = "envc-others";

    private static readonly string[] Controllers = ["memory", "cpu"];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(5);

    private readonly IControlGroupFiles files;
    private readonly string parent;

    private ControlGroups(IControlGroupFiles files, string parent) => (this.files, this.parent) = (files, parent);

    /// <summary>Null where the host delegates none with a controller.</summary>
    /// <param name="files">The host's control groups.</param>
    /// <param name="name">Of the environment: its run directory's.</param>
    /// <param name="own">Pids of the supervisor and its keeper: in a group that nobody has declared to be delegated nobody else may be.</param>
    internal static ControlGroups? TryOpen(IControlGroupFiles files, string name, IReadOnlyCollection<int> own)
    {
        if (files.Own is not { } at)
            return null;
        var delegated = DelegatedOf(at);
        var delegation = files.DelegationOf(delegated);
        if (delegation == Delegation.None || Available(files, delegated).Count == 0
            || !TryHandDown(files, delegated, delegation == Delegation.Declared ? null : own))
            return null;
        var parent = $"{delegated}/envc-{name}";
        return files.TryCreate(parent) && Enable(files, parent) ? new ControlGroups(files, parent) : null;
    }

    /// <summary>The group that is to be handed down, seen from one that this process is in.</summary>
    internal static string DelegatedOf(string own) => Path.GetFileName(own) == Others ? Path.GetDirectoryName(own)! : own;

    /// <summary>A group for a new instance; null when the host refuses.</summary>
    internal ControlGroup? TryCreate(string service, int instance)
    {
        var directory = $"{parent}/{NameOf(service, instance)}";
        return files.TryCreate(directory) ? new ControlGroup(files, directory) : null;
    }

    /// <summary>The group of an instance that an earlier supervisor started.</summary>
    internal ControlGroup? Find(string service, int instance)
    {
        var directory = $"{parent}/{NameOf(service, instance)}";
        return files.TryRead($"{directory}/cgroup.procs") is null ? null : new ControlGroup(files, directory);
    }

    /// <summary>Ends what is in the groups of other instances, for a second at most, and removes them.</summary>
    /// <param name="instances">Those that go on.</param>
    internal void RemoveAllBut(IEnumerable<(string Service, int Instance)> instances)
    {
        var kept = instances.Select(instance => NameOf(instance.Service, instance.Instance)).ToHashSet(StringComparer.Ordinal);
        for (var left = TimeSpan.FromSeconds(1); left > TimeSpan.Zero; left -= Step)
        {
            var isGone = true;
            foreach (var name in files.Children(parent))
                isGone &= kept.Contains(name) || new ControlGroup(files, $"{parent}/{name}").TryRemove();
            if (isGone)
                break;
            Thread.Sleep(Step);
        }
    }

    /// <summary>No service runs any more.</summary>
    internal void Remove()
    {
        RemoveAllBut([]);
        files.TryRemove(parent);
    }

    private static string NameOf(string service, int instance) => $"{service}-{instance.ToString(CultureInfo.InvariantCulture)}";

    /// <param name="files">The host's control groups.</param>
    /// <param name="delegated">The group that is to hand its controllers down.</param>
    /// <param name="movable">Who may be moved out of it; null means everybody.</param>
    private static bool TryHandDown(IControlGroupFiles files, string delegated, IReadOnlyCollection<int>? movable)
    {
        const int Tries = 10;
        // Whoever is in it may start others meanwhile. First of all it is emptied: the kernel hands cpu down with processes in it, and no memory after that.
        for (var tries = 0; tries < Tries; tries++)
        {
            var inside = (files.TryRead($"{delegated}/cgroup.procs") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (inside.Length == 0 && Enable(files, delegated))
                return true;
            if (movable is not null && !inside.All(pid => int.TryParse(pid, CultureInfo.InvariantCulture, out var number) && movable.Contains(number)))
                return false;
            if (!files.TryCreate($"{delegated}/{Others}"))
                return false;
            foreach (var pid in inside)
                files.TryWrite($"{delegated}/{Others}/cgroup.procs", pid);
        }

        return false;
    }

    // One by one: a write of several is all or nothing.
    private static bool Enable(IControlGroupFiles files, string group) =>
        Available(files, group).All(controller => files.TryWrite($"{group}/cgroup.subtree_control", $"+{controller}"));

    // A host may delegate memory and keep cpu.
    private static List<string> Available(IControlGroupFiles files, string group)
    {
        var words = (files.TryRead($"{group}/cgroup.controllers") ?? "").Split(' ', '\n');
        return [.. Controllers.Where(words.Contains)];
    }
}
