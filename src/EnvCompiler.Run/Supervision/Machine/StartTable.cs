using EnvCompiler.Run.Supervision.Machine.Saved;

namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>
/// Who uses which start (a generation for a target), and the scripts for after the last one of each has left. Scripts run one at a time; who
/// joins a start whose script waits or runs is answered after it.
/// </summary>
internal sealed class StartTable
{
    private readonly Dictionary<int, string> users = [];
    private readonly Dictionary<string, ServiceActivation> activations = new(StringComparer.Ordinal);
    private readonly Queue<ServiceActivation> scripts = [];
    private readonly List<(string Start, long Request)> waiting = [];
    private string? running;
    private string? held;
    private bool isHeld;

    /// <summary>An activation runs, or services were started to outlive them.</summary>
    internal bool InUse => isHeld || users.Count > 0;

    /// <summary>A script runs.</summary>
    internal bool IsScriptRunning => running is not null;

    /// <summary>A process uses a start.</summary>
    /// <returns>False when the answer comes with <see cref="ScriptEnded"/>.</returns>
    internal bool Join(int pid, string start, long request)
    {
        if (users.TryGetValue(pid, out var before) && before != start)
            Leave(pid);
        users[pid] = start;
        if (running != start && !scripts.Any(script => script.Start == start))
            return true;
        waiting.Add((start, request));
        return false;
    }

    /// <summary>It ended, or left and runs on.</summary>
    internal void Leave(int pid)
    {
        if (users.Remove(pid, out var start))
            LookWhetherUsed(start);
    }

    /// <summary>What the start's script will run with: the first activation's variables, which are as its hook left them.</summary>
    internal void Declare(ServiceActivation activation) => activations.TryAdd(activation.Start, activation);

    /// <summary>Services run on without activations.</summary>
    internal void Hold(ServiceActivation? activation) => (isHeld, held) = (true, activation?.Start);

    /// <summary>They do not any more.</summary>
    internal void Release()
    {
        var start = held;
        (isHeld, held) = (false, null);
        if (start is not null)
            LookWhetherUsed(start);
    }

    /// <summary>Nobody waits for the answer any more.</summary>
    internal void Abandon(long request) => waiting.RemoveAll(each => each.Request == request);

    /// <summary>For another supervisor.</summary>
    internal SavedStarts Save(MachineSaver saver) => new()
    {
        Users = new Dictionary<int, string>(users),
        Activations = [.. activations.Values.Select(saver.NumberOf)],
        Scripts = [.. scripts.Select(saver.NumberOf)],
        IsHeld = isHeld,
        Held = held,
    };

    /// <summary>Takes over what another supervisor knew.</summary>
    internal void Restore(SavedStarts saved, MachineRestorer restorer)
    {
        foreach (var (pid, start) in saved.Users)
            users.Add(pid, start);
        foreach (var activation in saved.Activations.Select(number => restorer.Activation(number)).OfType<ServiceActivation>())
            Declare(activation);
        foreach (var script in saved.Scripts.Select(number => restorer.Activation(number)).OfType<ServiceActivation>())
            scripts.Enqueue(script);
        (isHeld, held) = (saved.IsHeld, saved.Held);
    }

    /// <summary>The next script to run, if none runs.</summary>
    internal ServiceActivation? TakeScript()
    {
        if (running is not null || !scripts.TryDequeue(out var next))
            return null;
        running = next.Start;
        return next;
    }

    /// <summary>Requests that waited for that.</summary>
    internal IReadOnlyList<long> ScriptEnded()
    {
        var ended = running;
        running = null;
        var answered = waiting.Where(each => each.Start == ended).Select(each => each.Request).ToList();
        waiting.RemoveAll(each => each.Start == ended);
        return answered;
    }

    private void LookWhetherUsed(string start)
    {
        if (start == held || users.ContainsValue(start) || !activations.Remove(start, out var activation))
            return;
        if (activation.OnDeactivate is not null)
            scripts.Enqueue(activation);
    }
}
