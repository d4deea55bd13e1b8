using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>
/// Tells of the end of processes, children or not, and reaps what ended: the supervisor's own children and the orphans it is given as
/// sub-reaper. Used from the supervisor's thread only.
/// </summary>
/// <param name="loop">Waits for the pidfds.</param>
/// <param name="post">Brings a call back to the supervisor's thread.</param>
internal sealed class ProcessWatcher(DescriptorLoop loop, Action<Action> post)
{
    private readonly HashSet<int> watched = [];

    /// <summary>Calls once, on the supervisor's thread, when the process has ended.</summary>
    /// <param name="handle">Closed after that: until then nobody may, or the end would be told of a closed descriptor.</param>
    /// <param name="onEnd">Gets the status of a child; null of any other process.</param>
    internal void Watch(ProcessHandle handle, Action<ExitStatus?> onEnd)
    {
        var watch = new OneShot();
        watched.Add(handle.Pid);
        watch.Begin(loop.Watch(handle.Descriptor, () =>
        {
            if (watch.End())
                post(() => Ended(handle, onEnd));
        }));
    }

    /// <summary>Reaps orphans that ended.</summary>
    internal void ReapOrphans() => Children.ReapOrphans(watched.Contains);

    private void Ended(ProcessHandle handle, Action<ExitStatus?> onEnd)
    {
        watched.Remove(handle.Pid);
        var status = handle.TryReap();
        handle.Dispose();
        ReapOrphans();
        onEnd(status);
    }

    /// <summary>A watch that ends itself in its first callback, which may come before <see cref="DescriptorLoop.Watch"/> has returned.</summary>
    private sealed class OneShot
    {
        private readonly System.Threading.Lock gate = new();
        private IDisposable? watch;
        private bool ended;

        internal void Begin(IDisposable begun)
        {
            lock (gate)
            {
                watch = begun;
                if (ended)
                    watch.Dispose();
            }
        }

        /// <summary>True the first time.</summary>
        internal bool End()
        {
            lock (gate)
            {
                watch?.Dispose();
                var first = !ended;
                ended = true;
                return first;
            }
        }
    }
}
