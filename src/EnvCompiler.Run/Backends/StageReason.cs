namespace EnvCompiler.Run.Backends;

/// <summary>Why a stage failed, for machines: the <c>reason</c> of its JSON line. Never renamed.</summary>
public static class StageReason
{
    /// <summary>An argument that is not known.</summary>
    public const string Usage = "usage";

    /// <summary>A variable has a value that is not allowed.</summary>
    public const string InvalidVariable = "invalid_variable";

    /// <summary><c>OWNER_REGEX</c> is no regular expression.</summary>
    public const string BadOwnerRegex = "bad_owner_regex";

    /// <summary><c>/proc/net/tcp</c> cannot be read.</summary>
    public const string ProcUnavailable = "proc_unavailable";

    /// <summary>A GPU threshold is breached.</summary>
    public const string GpuHardFail = "gpu_hard_fail";

    /// <summary>A listener whose process cannot be found.</summary>
    public const string ListenerUnattributable = "listener_unattributable";

    /// <summary>Another program listens.</summary>
    public const string OtherProcess = "port_owned_by_other_process";

    /// <summary>systemd listens for a socket unit.</summary>
    public const string SystemdSocket = "systemd_socket_activation";

    /// <summary>Another user's process listens.</summary>
    public const string OtherUser = "port_owned_by_other_uid";

    /// <summary>The port stayed taken after the stop.</summary>
    public const string StillListening = "port_still_listening_after_stop";

    /// <summary>The address cannot be bound.</summary>
    public const string CannotBind = "cannot_bind";

    /// <summary>Another process holds the lock.</summary>
    public const string Locked = "locked";

    /// <summary>The directory for locks is not safe or not there.</summary>
    public const string LockDirectory = "lock_directory";

    /// <summary>No source has the model.</summary>
    public const string ModelUnresolved = "model_unresolved";

    /// <summary>A file of the model is damaged or has another hash.</summary>
    public const string Integrity = "integrity";

    /// <summary>The env file is missing or not readable.</summary>
    public const string EnvFile = "env_file";

    /// <summary>The server's program is not on PATH.</summary>
    public const string ServerMissing = "server_missing";
}
