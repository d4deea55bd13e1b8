using System.Globalization;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>
/// Control groups of an environment's services, below the supervisor's own. A group that gives controllers to others may hold no process
/// itself, so the supervisor moves into a group beside them first.
/// </summary>
internal sealed class ControlGroups
{
    private const string Supervisor = "supervisor";

    private static readonly string[] Controllers = ["memory", "cpu"];

    private readonly IControlGroupFiles files;
    private readonly string parent;

    private ControlGroups(IControlGroupFiles files, string parent) => (this.files, this.parent) = (files, parent);

    /// <summary>Null where the host delegates none with a controller.</summary>
    /// <param name="files">The host's control groups.</param>
    /// <param name="name">Of the environment: its run directory's.</param>
    /// <param name="own">Pids of the supervisor and its keeper: nobody else may be in their group.</param>
    internal static ControlGroups? TryOpen(IControlGroupFiles files, string name, IReadOnlyCollection<int> own)
    {
        var supervisor = $"envc-{name}-{Supervisor}";
        if (files.Own is not { } at)
            return null;
        // Its keeper is there already when it was started again.
        var delegated = Path.GetFileName(at) == supervisor ? Path.GetDirectoryName(at)! : at;
        if (!files.IsDelegated(delegated) || !HasAny(files.TryRead($"{delegated}/cgroup.controllers")))
            return null;
        if (!HasAny(files.TryRead($"{delegated}/cgroup.subtree_control")) && !TryHandDown(files, delegated, supervisor, own))
            return null;
        var parent = $"{delegated}/envc-{name}";
        return files.TryCreate(parent) && Enable(files, parent) ? new ControlGroups(files, parent) : null;
    }

    /// <summary>A group for a new instance; null when the host refuses.</summary>
    internal ControlGroup? TryCreate(string service, int instance)
    {
        var directory = $"{parent}/{service}-{instance.ToString(CultureInfo.InvariantCulture)}";
        return files.TryCreate(directory) ? new ControlGroup(files, directory) : null;
    }

    /// <summary>The group of an instance that an earlier supervisor started.</summary>
    internal ControlGroup? Find(string service, int instance)
    {
        var directory = $"{parent}/{service}-{instance.ToString(CultureInfo.InvariantCulture)}";
        return files.TryRead($"{directory}/cgroup.procs") is null ? null : new ControlGroup(files, directory);
    }

    /// <summary>No service runs any more.</summary>
    internal void Remove() => files.TryRemove(parent);

    private static bool TryHandDown(IControlGroupFiles files, string delegated, string supervisor, IReadOnlyCollection<int> own)
    {
        if (Enable(files, delegated))
            return true;
        var inside = (files.TryRead($"{delegated}/cgroup.procs") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (!inside.All(pid => int.TryParse(pid, CultureInfo.InvariantCulture, out var number) && own.Contains(number)))
            return false;
        return files.TryCreate($"{delegated}/{supervisor}")
            && inside.All(pid => files.TryWrite($"{delegated}/{supervisor}/cgroup.procs", pid))
            && Enable(files, delegated);
    }

    // One by one: a host may delegate memory and keep cpu.
    private static bool Enable(IControlGroupFiles files, string group)
    {
        var isAny = false;
        foreach (var controller in Controllers)
            isAny |= files.TryWrite($"{group}/cgroup.subtree_control", $"+{controller}");
        return isAny;
    }

    private static bool HasAny(string? controllers) => Controllers.Any((controllers ?? "").Split(' ', '\n').Contains);
}
