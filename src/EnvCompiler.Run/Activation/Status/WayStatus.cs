namespace EnvCompiler.Run.Activation.Status;

/// <summary>What is known about one way into a root.</summary>
public sealed record WayStatus
{
    /// <summary>Value of <c>ENVC_ENTER</c> that asks for it.</summary>
    public required string Name { get; init; }

    /// <summary>Whether a program ran by it; null where it was not tried.</summary>
    public bool? Works { get; init; }

    /// <summary>Why or why not.</summary>
    public required string Reason { get; init; }
}
