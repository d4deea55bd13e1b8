namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>An instance that is to take the place of its service's current one.</summary>
/// <param name="Service">The service.</param>
/// <param name="Instance">The new instance.</param>
internal sealed record Replacement(Service Service, Instance Instance)
{
    /// <summary>It has ended, or it is ready and the old instance has ended.</summary>
    internal bool IsSettled => Instance.Phase == InstancePhase.Ended || (Instance.ReadyAt is not null && Service.Outgoing.Count == 0);

    /// <summary>Why it did not take the place; null where it did.</summary>
    internal string? Problem => Instance is { ReadyAt: null, Reason: { } reason }
        ? $"the new instance of `{Service.Name}` ended ({EndReasonText.Of(reason)}{Detail}), the old one was left as it is"
        : null;

    private string Detail => Instance.Detail is { } detail ? $": {detail}" : Instance.Exit is { } exit ? $", {exit}" : "";
}
