namespace EnvCompiler.Model.Conditions;

/// <summary>What a name of a condition can be compared with.</summary>
public enum ConditionType
{
    /// <summary>A string, which has no order.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A string of numbers with dots, compared number by number.</summary>
    Version,

    /// <summary>A string of <see cref="Gpu.CpuLevel.Names"/>; only those of one processor family have an order.</summary>
    CpuLevel,

    /// <summary>A string such as <c>"24G"</c>, or a number of bytes.</summary>
    Size,
}
