namespace EnvCompiler.Run.Activation.Ways;

/// <summary>A way to make a root's namespace and run a program in it.</summary>
/// <param name="Name">Value of <c>ENVC_ENTER</c>.</param>
/// <param name="Reason">Why it is taken where it works: one sentence without a final period.</param>
public sealed record WayIn(string Name, string Reason)
{
    /// <summary>Uid 0 with CAP_SYS_ADMIN: a mount namespace alone; the process becomes the program.</summary>
    public static WayIn Mount { get; } = new("mount", "uid 0 may mount: the shim's own process enters a mount namespace and becomes the program");

    /// <summary>A user namespace and a mount namespace; the process becomes the program.</summary>
    public static WayIn User { get; } = new("user", "user namespaces work: the shim's own process enters one and becomes the program");

    /// <summary>The host's bwrap, which an AppArmor profile may allow what others may not.</summary>
    public static WayIn HostBwrap { get; } = new("host-bwrap", "the host's bwrap works; it stays as the program's parent, and the shim forwards signals");

    /// <summary>The root's own bwrap, started by the root's own loader.</summary>
    public static WayIn Bwrap { get; } = new("bwrap", "the root's own bwrap works; it stays as the program's parent, and the shim forwards signals");

    /// <summary>Translation of system calls: no namespace at all.</summary>
    public static WayIn Proot { get; } = new("proot", "no namespace can be made here: proot translates system calls, which is several times slower");

    /// <summary>All, in the order in which they are tried.</summary>
    public static IReadOnlyList<WayIn> All { get; } = [Mount, User, HostBwrap, Bwrap, Proot];
}
