namespace EnvCompiler.Model.Conditions;

/// <summary>How a comparison compares.</summary>
public enum ComparisonOperator
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary>Not the same.</summary>
    NotEqual,

    /// <summary>Below.</summary>
    Less,

    /// <summary>Below or the same.</summary>
    LessOrEqual,

    /// <summary>Above.</summary>
    Greater,

    /// <summary>Above or the same.</summary>
    GreaterOrEqual,
}
