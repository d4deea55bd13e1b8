using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Activation.Targets;

/// <summary>Which target a host uses, and why.</summary>
/// <param name="Target">The target.</param>
/// <param name="Reason">One sentence without a final period: the device and what decided.</param>
public sealed record TargetChoice(Target Target, string Reason)
{
    /// <summary>Accelerators were among the targets, so a person is told.</summary>
    public bool IsAmongAccelerators { get; init; }

    /// <summary>The caller named it: it holds for this activation alone.</summary>
    public bool IsNamed { get; init; }

    /// <summary>The targets of other GPUs that programs see, where their packages differ: services that are given such GPUs run as these.</summary>
    public IReadOnlyList<Target> Others { get; init; } = [];

    /// <summary>It is not what the host's GPU should have: every activation chooses, and says so, again.</summary>
    public bool IsFallback { get; init; }
}
