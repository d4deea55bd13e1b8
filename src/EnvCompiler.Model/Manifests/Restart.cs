namespace EnvCompiler.Model.Manifests;

/// <summary>
/// When a service that ended by itself is started again, and how soon: after <see cref="Delay"/>, and after each further end twice as late, up to
/// <see cref="MaxDelay"/>.
/// </summary>
public sealed record Restart
{
    /// <summary>After which ends.</summary>
    public RestartPolicy Policy { get; init; } = RestartPolicy.OnFailure;

    /// <summary>Time before the first restart.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest time before a restart.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>A service that was ready for so long is restarted as if for the first time.</summary>
    public TimeSpan ResetAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>So many restarts in a row, then it has failed; absent means no limit.</summary>
    public int? Max { get; init; }
}
