namespace EnvCompiler.Model.Manifests;

/// <summary><c>[options]</c>.</summary>
public sealed record Options
{
    /// <summary>Systems to lock for, e.g. <c>x86_64-linux</c>; empty means x86_64-linux.</summary>
    public IReadOnlyList<string> Systems { get; init; } = [];

    /// <summary>Accelerators to lock for; empty means <c>cpu</c>. First light resolves <c>cpu</c>.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>Flox's <c>activate.mode</c>: <c>dev</c> or <c>run</c>.</summary>
    public string ActivateMode { get; init; } = "dev";

    /// <summary>Flox's <c>allow.unfree</c>; null means allowed.</summary>
    public bool? AllowUnfree { get; init; }

    /// <summary>Add the host root's base packages (Essential, CA certificates, time zones, netbase, bubblewrap).</summary>
    public bool Base { get; init; } = true;
}
