using System.Diagnostics;

namespace EnvCompiler.Model.Conditions;

/// <summary>What can be done with a <see cref="ComparisonOperator"/>.</summary>
public static class ComparisonOperators
{
    /// <summary>As it is written.</summary>
    public static string Text(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "==",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.GreaterOrEqual => ">=",
        _ => throw new UnreachableException(),
    };

    /// <summary>Reads what <see cref="Text"/> writes.</summary>
    public static bool TryParse(string text, out ComparisonOperator comparison)
    {
        for (comparison = ComparisonOperator.Equal; comparison <= ComparisonOperator.GreaterOrEqual; comparison++)
        {
            if (comparison.Text() == text)
                return true;
        }

        return false;
    }

    /// <summary>Whether it asks for an order and not only for sameness.</summary>
    public static bool IsOrdering(this ComparisonOperator comparison) =>
        comparison is not (ComparisonOperator.Equal or ComparisonOperator.NotEqual);

    /// <summary>What holds exactly where this one does not, of values that are there.</summary>
    public static ComparisonOperator Opposite(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        ComparisonOperator.NotEqual => ComparisonOperator.Equal,
        ComparisonOperator.Less => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.LessOrEqual => ComparisonOperator.Greater,
        ComparisonOperator.Greater => ComparisonOperator.LessOrEqual,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.Less,
        _ => throw new UnreachableException(),
    };

    /// <summary>The same comparison with its sides exchanged.</summary>
    public static ComparisonOperator Mirrored(this ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.LessOrEqual => ComparisonOperator.GreaterOrEqual,
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.GreaterOrEqual => ComparisonOperator.LessOrEqual,
        _ => comparison,
    };

    /// <summary>Whether it holds of two values.</summary>
    /// <param name="comparison">The operator.</param>
    /// <param name="order">Negative where the first is lower, 0 where they are the same, positive where it is higher.</param>
    public static bool Holds(this ComparisonOperator comparison, int order) => comparison switch
    {
        ComparisonOperator.Equal => order == 0,
        ComparisonOperator.NotEqual => order != 0,
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        ComparisonOperator.GreaterOrEqual => order >= 0,
        _ => throw new UnreachableException(),
    };
}
