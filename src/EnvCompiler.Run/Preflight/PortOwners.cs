namespace EnvCompiler.Run.Preflight;

/// <summary>Who listens on a port.</summary>
/// <param name="Listeners">Sockets in the way.</param>
/// <param name="Processes">Processes that hold them.</param>
/// <param name="Unmapped">Sockets without a process that can be seen.</param>
public sealed record PortOwners(
    IReadOnlyList<TcpListenerEntry> Listeners, IReadOnlyList<ProcProcess> Processes, IReadOnlyList<TcpListenerEntry> Unmapped)
{
    /// <summary>Looks; a socket without a process is looked for twice, because its process may just have been forking or ending.</summary>
    /// <exception cref="IOException">The kernel's tables cannot be read.</exception>
    public static PortOwners Find(ProcFileSystem proc, string host, int port)
    {
        var owners = Scan(proc, host, port);
        return owners.Unmapped.Count > 0 ? Scan(proc, host, port) : owners;
    }

    private static PortOwners Scan(ProcFileSystem proc, string host, int port)
    {
        var listeners = new TcpListeners(proc.Root).InTheWayOf(host, port);
        if (listeners.Count == 0)
            return new PortOwners([], [], []);
        var pids = proc.OwnersOf([.. listeners.Select(listener => listener.Inode)]);
        var processes = pids.Values.SelectMany(list => list).Distinct().Order().Select(proc.Find).OfType<ProcProcess>().ToList();
        return new PortOwners(listeners, processes, [.. listeners.Where(listener => !pids.ContainsKey(listener.Inode))]);
    }
}
