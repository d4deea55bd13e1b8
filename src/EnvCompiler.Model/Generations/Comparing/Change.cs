namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>What became of one thing between two generations.</summary>
public enum Change
{
    /// <summary>Only the later one has it.</summary>
    Added,

    /// <summary>Only the earlier one has it.</summary>
    Removed,

    /// <summary>Both have it, and differ.</summary>
    Changed,
}
