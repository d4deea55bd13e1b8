namespace EnvCompiler.Model.Conditions;

/// <summary>A name that conditions may use.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="Fact">What it asks for.</param>
/// <param name="Type">What it can be compared with.</param>
public sealed record ConditionName(string Text, ConditionFact Fact, ConditionType Type)
{
    /// <summary>Whether there are targets or hosts without a value.</summary>
    public bool MayBeAbsent { get; init; }

    /// <summary>Whether it is known only where a service starts.</summary>
    public bool IsOfServices { get; init; }

    /// <summary>All names, in the order in which messages list them.</summary>
    public static IReadOnlyList<ConditionName> All { get; } =
    [
        new("system", ConditionFact.System, ConditionType.Text),
        new("arch", ConditionFact.Arch, ConditionType.Text),
        new("accelerator", ConditionFact.Accelerator, ConditionType.Text),
        new("sm", ConditionFact.Sm, ConditionType.Number) { MayBeAbsent = true },
        new("cuda", ConditionFact.Cuda, ConditionType.Version) { MayBeAbsent = true },
        new("driver", ConditionFact.Driver, ConditionType.Version) { MayBeAbsent = true },
        new("cpu_level", ConditionFact.CpuLevel, ConditionType.CpuLevel) { MayBeAbsent = true },
        new("gpu.count", ConditionFact.GpuCount, ConditionType.Number) { IsOfServices = true },
        new("gpu.memory", ConditionFact.GpuMemory, ConditionType.Size) { MayBeAbsent = true, IsOfServices = true },
    ];

    /// <summary>The name of a fact.</summary>
    public static ConditionName Of(ConditionFact fact) => All.First(name => name.Fact == fact);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
