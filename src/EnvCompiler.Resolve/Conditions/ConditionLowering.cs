using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = EnvCompiler.Model.Diagnostics.Diagnostic;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>
/// An expression's tree to <see cref="Condition"/>. Only what is listed here exists. <c>!</c> goes down to the comparisons: it exchanges <c>&amp;&amp;</c>
/// and <c>||</c> (De Morgan) and turns each operator into its opposite.
/// </summary>
/// <param name="scope">Where the condition stands.</param>
/// <param name="placeOf">The place of a character of the text in the manifest.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class ConditionLowering(ConditionScope scope, Func<int, SourcePlace> placeOf, List<Diagnostic> problems)
{
    // The lowered tree is two levels of JSON for each of these, and readers of JSON stop at 64.
    private const int MaxDepth = 20;

    private readonly ComparisonLowering comparisons = new(scope, placeOf, problems);

    /// <summary>The condition, or null where problems were added.</summary>
    internal Condition? Lower(ExpressionSyntax expression) => Lower(expression, Negation.None, depth: 0);

    private Condition? Lower(ExpressionSyntax expression, Negation negation, int depth)
    {
        if (depth > MaxDepth)
        {
            problems.Add(ConditionDiagnostics.TooLarge(placeOf(expression.SpanStart), $"it nests deeper than {MaxDepth}"));
            return null;
        }

        return expression.Kind() switch
        {
            SyntaxKind.ParenthesizedExpression => Lower(((ParenthesizedExpressionSyntax)expression).Expression, negation, depth + 1),
            SyntaxKind.LogicalNotExpression => Lower(((PrefixUnaryExpressionSyntax)expression).Operand, negation.And(expression.SpanStart), depth + 1),
            SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression => Join((BinaryExpressionSyntax)expression, negation, depth),
            SyntaxKind.TrueLiteralExpression => new Condition.Constant(!negation.IsOdd),
            SyntaxKind.FalseLiteralExpression => new Condition.Constant(negation.IsOdd),
            SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                or SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression
                or SyntaxKind.GreaterThanExpression or SyntaxKind.GreaterThanOrEqualExpression =>
                comparisons.Lower((BinaryExpressionSyntax)expression, negation),
            _ => comparisons.Refuse(expression),
        };
    }

    private Condition? Join(BinaryExpressionSyntax expression, Negation negation, int depth)
    {
        var operands = Operands(expression).Select(operand => Lower(operand, negation, depth + 1)).ToList();
        if (operands.Contains(null))
            return null;
        return expression.IsKind(SyntaxKind.LogicalAndExpression) != negation.IsOdd
            ? new Condition.All(operands!)
            : new Condition.Any(operands!);
    }

    // A chain leans to the left; it may be long without being deep.
    private static List<ExpressionSyntax> Operands(BinaryExpressionSyntax chain)
    {
        var operands = new List<ExpressionSyntax>();
        ExpressionSyntax first = chain;
        while (first.IsKind(chain.Kind()))
        {
            operands.Add(((BinaryExpressionSyntax)first).Right);
            first = ((BinaryExpressionSyntax)first).Left;
        }

        operands.Add(first);
        operands.Reverse();
        return operands;
    }
}
