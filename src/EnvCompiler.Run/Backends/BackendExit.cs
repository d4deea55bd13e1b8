namespace EnvCompiler.Run.Backends;

/// <summary>
/// Exit codes of backend scripts: 0 to 6 are those of the scripts they replace, 7 to 10 say more. <c>--compat-exit-codes</c> folds
/// the latter into 1 and gives serve its old 2 for an invalid variable.
/// </summary>
public static class BackendExit
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Invalid variable or argument, or a failure without a code of its own.</summary>
    public const int Invalid = 1;

    /// <summary>The port belongs to another program.</summary>
    public const int ForeignOwner = 2;

    /// <summary>The port belongs to another user.</summary>
    public const int OtherUser = 3;

    /// <summary>Nobody can say whose the port is.</summary>
    public const int Unattributable = 4;

    /// <summary>The address could not be freed or bound.</summary>
    public const int NotFree = 5;

    /// <summary>A GPU threshold that was set is breached.</summary>
    public const int Gpu = 7;

    /// <summary>No source has the model.</summary>
    public const int ModelUnresolved = 8;

    /// <summary>The model's content is not what was promised.</summary>
    public const int Integrity = 9;

    /// <summary>A lock was not free in time.</summary>
    public const int LockTimeout = 10;

    /// <summary>The code that the replaced scripts would have given.</summary>
    public static int Compatible(int code, string stage, string? reason) => code switch
    {
        >= Gpu => Invalid,
        Invalid when stage == "serve" && reason == StageReason.InvalidVariable => 2,
        _ => code,
    };
}
