namespace EnvCompiler.Run.Supervision.Machine;

/// <summary>A request whose answer waits for services.</summary>
/// <param name="Id">Request number.</param>
internal sealed record PendingRequest(long Id)
{
    /// <summary>Services that are to become ready.</summary>
    internal IReadOnlyList<Service> Starts { get; init; } = [];

    /// <summary>Instances that are to end.</summary>
    internal IReadOnlyList<Instance> Stops { get; init; } = [];

    /// <summary>Of a warm restart.</summary>
    internal IReadOnlyList<Replacement> Replacements { get; init; } = [];

    /// <summary>Why a part of it was not even begun; null where all was.</summary>
    internal string? Hindrance { get; init; }

    internal bool IsSettled
    {
        get
        {
            foreach (var service in Starts)
            {
                if (!service.StartIsSettled)
                    return false;
            }

            foreach (var instance in Stops)
            {
                if (instance.Phase != InstancePhase.Ended)
                    return false;
            }

            foreach (var replacement in Replacements)
            {
                if (!replacement.IsSettled)
                    return false;
            }

            return true;
        }
    }

    /// <summary>Why a replacement did not take its place; null when all did.</summary>
    internal string? Problem => Hindrance ?? Replacements.Select(replacement => replacement.Problem).FirstOrDefault(problem => problem is not null);
}
