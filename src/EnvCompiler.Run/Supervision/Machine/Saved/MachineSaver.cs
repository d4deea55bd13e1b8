namespace EnvCompiler.Run.Supervision.Machine.Saved;

/// <summary>Turns what a machine knows into plain values.</summary>
/// <param name="now">The machine's time.</param>
internal sealed class MachineSaver(TimeSpan now)
{
    private readonly List<ServiceActivation> activations = [];

    /// <summary>Everything that was numbered so far.</summary>
    internal IReadOnlyList<ServiceActivation> Activations => activations;

    internal int NumberOf(ServiceActivation activation)
    {
        var number = activations.FindIndex(other => ReferenceEquals(other, activation));
        if (number >= 0)
            return number;
        activations.Add(activation);
        return activations.Count - 1;
    }

    internal SavedService Save(Service service) => new()
    {
        Name = service.Name,
        Activation = NumberOf(service.Plan.Activation),
        SameActivation = service.SamePlan is { } same ? NumberOf(same.Activation) : null,
        IsDeclared = service.IsDeclared,
        IsWanted = service.IsWanted,
        StartAgain = service.StartAgain,
        HasCompleted = service.HasCompleted,
        RestartsIn = service.RestartAt - now,
        RestartsInARow = service.RestartsInARow,
        Restarts = service.Restarts,
        Blocked = service.Blocked,
        Current = service.Current is { } current ? Save(current) : null,
        Next = service.Next is { } next ? Save(next) : null,
        Outgoing = [.. service.Outgoing.Select(Save)],
        Last = service.Last is { } last ? Save(last) : null,
    };

    private SavedInstance Save(Instance instance) => new()
    {
        Id = instance.Id,
        Activation = NumberOf(instance.Plan.Activation),
        Port = instance.Port,
        Dependencies = instance.Dependencies,
        Phase = instance.Phase,
        InPhase = now - instance.PhaseSince,
        Started = now - instance.StartedAt,
        Ready = now - instance.ReadyAt,
        Reason = instance.Reason,
        Detail = instance.Detail,
        Exit = instance.Exit,
    };
}
