using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = EnvCompiler.Model.Diagnostics.Diagnostic;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>Comparisons of a name with a literal, checked by type; whatever else stands there is refused.</summary>
/// <param name="scope">Where the condition stands.</param>
/// <param name="placeOf">The place of a character of the text in the manifest.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class ComparisonLowering(ConditionScope scope, Func<int, SourcePlace> placeOf, List<Diagnostic> problems)
{
    private static readonly Dictionary<ConditionFact, string> s_guards = new()
    {
        [ConditionFact.Sm] = "accelerator == \"cpu\"",
        [ConditionFact.GpuMemory] = "gpu.count == 0",
    };

    private readonly LiteralReader literals = new(placeOf, problems);

    /// <summary>The comparison, or null where problems were added.</summary>
    internal Condition? Lower(BinaryExpressionSyntax comparison, Negation negation)
    {
        var (left, right) = (Unwrapped(comparison.Left), Unwrapped(comparison.Right));
        if (!IsOperand(left) | !IsOperand(right))
            return null;
        if (left is LiteralExpressionSyntax == right is LiteralExpressionSyntax)
            return Report(ConditionDiagnostics.NotNameAndValue(placeOf(comparison.SpanStart), Shown(comparison)));
        var written = OperatorOf(comparison.Kind());
        return left is LiteralExpressionSyntax
            ? Lower(right, written.Mirrored(), comparison.OperatorToken, (LiteralExpressionSyntax)left, negation)
            : Lower(left, written, comparison.OperatorToken, (LiteralExpressionSyntax)right, negation);
    }

    /// <summary>Reports an expression that conditions do not have.</summary>
    internal Condition? Refuse(ExpressionSyntax expression) => Report(
        IsName(expression) || IsLiteral(expression)
            ? ConditionDiagnostics.NotCompared(placeOf(expression.SpanStart), Shown(expression))
            : ConditionDiagnostics.NotPartOfConditions(placeOf(PlaceOfFault(expression)), Shown(expression), RefusalHints.For(expression)));

    private Condition? Lower(
        ExpressionSyntax nameSyntax, ComparisonOperator comparison, SyntaxToken operatorToken, LiteralExpressionSyntax literal, Negation negation)
    {
        if (Find(nameSyntax) is not { } name)
            return null;
        if (name.Type == ConditionType.Text && comparison.IsOrdering())
            return Report(ConditionDiagnostics.NotOrdered(placeOf(operatorToken.SpanStart), name, operatorToken.Text));
        var effective = negation.IsOdd ? comparison.Opposite() : comparison;
        if (negation.Count > 0 && name.MayBeAbsent)
        {
            problems.Add(ConditionDiagnostics.NegatedAbsence(
                placeOf(negation.Position), name.Text, $"{name} {comparison.Text()} {literal}", $"{name} {effective.Text()} {literal}",
                s_guards.GetValueOrDefault(name.Fact)));
        }

        return literals.Read(name, effective, literal);
    }

    private ConditionName? Find(ExpressionSyntax syntax)
    {
        var text = syntax.ToString();
        var place = placeOf(syntax.SpanStart);
        var found = ConditionName.All.FirstOrDefault(name => name.Text == text);
        if (found is { IsOfServices: true } && scope == ConditionScope.Target)
            problems.Add(ConditionDiagnostics.NameOfServices(place, text));
        else if (found is not null)
            return found;
        else
            problems.Add(ConditionDiagnostics.UnknownName(place, text, [.. ConditionName.All.Where(IsKnown).Select(name => name.Text)]));
        return null;
    }

    private bool IsKnown(ConditionName name) => !name.IsOfServices || scope == ConditionScope.Service;

    private bool IsOperand(ExpressionSyntax operand)
    {
        if (IsName(operand) || IsLiteral(operand))
            return true;
        Refuse(operand);
        return false;
    }

    private static bool IsName(ExpressionSyntax expression) =>
        expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { RawKind: (int)SyntaxKind.SimpleMemberAccessExpression };

    private static bool IsLiteral(ExpressionSyntax expression) =>
        expression is LiteralExpressionSyntax && !expression.IsKind(SyntaxKind.CharacterLiteralExpression);

    private static ExpressionSyntax Unwrapped(ExpressionSyntax expression)
    {
        while (expression is ParenthesizedExpressionSyntax parenthesized)
            expression = parenthesized.Expression;
        return expression;
    }

    // Of an expression with an operator, that is what cannot be there.
    private static int PlaceOfFault(ExpressionSyntax expression) => expression switch
    {
        BinaryExpressionSyntax binary => binary.OperatorToken.SpanStart,
        AssignmentExpressionSyntax assignment => assignment.OperatorToken.SpanStart,
        LambdaExpressionSyntax lambda => lambda.ArrowToken.SpanStart,
        _ => expression.SpanStart,
    };

    private static string Shown(ExpressionSyntax expression)
    {
        const int longest = 60;
        var text = expression.ToString();
        return text.Length <= longest ? text : $"{text[..longest]}…";
    }

    private static ComparisonOperator OperatorOf(SyntaxKind kind) => kind switch
    {
        SyntaxKind.EqualsExpression => ComparisonOperator.Equal,
        SyntaxKind.NotEqualsExpression => ComparisonOperator.NotEqual,
        SyntaxKind.LessThanExpression => ComparisonOperator.Less,
        SyntaxKind.LessThanOrEqualExpression => ComparisonOperator.LessOrEqual,
        SyntaxKind.GreaterThanExpression => ComparisonOperator.Greater,
        SyntaxKind.GreaterThanOrEqualExpression => ComparisonOperator.GreaterOrEqual,
        _ => throw new ArgumentException($"{kind} is no comparison", nameof(kind)),
    };

    private Condition? Report(Diagnostic problem)
    {
        problems.Add(problem);
        return null;
    }
}
