using System.Globalization;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = EnvCompiler.Model.Diagnostics.Diagnostic;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>
/// Text to <see cref="Condition"/>: Roslyn parses, the tree is walked, nothing is compiled or run. The compiler is loaded when this class is
/// first used, so it is used only where there is a condition.
/// </summary>
internal static class ConditionParser
{
    // Far above what a person writes; keeps the compiler's own recursion small.
    private const int MaxLength = 2000;

    private static readonly CSharpParseOptions s_options = new(LanguageVersion.CSharp14, DocumentationMode.None);

    /// <summary>Parses, checks and lowers a condition; every problem is added, and then there is none.</summary>
    /// <param name="text">The condition.</param>
    /// <param name="scope">Where it stands.</param>
    /// <param name="placeOf">The place of a character of the text in the manifest.</param>
    /// <param name="problems">Gets what is wrong.</param>
    internal static Condition? Parse(string text, ConditionScope scope, Func<int, SourcePlace> placeOf, List<Diagnostic> problems)
    {
        if (text.Length > MaxLength)
        {
            problems.Add(ConditionDiagnostics.TooLarge(placeOf(MaxLength), $"it has more than {MaxLength} characters"));
            return null;
        }

        var expression = SyntaxFactory.ParseExpression(text, options: s_options);
        var faults = Faults(expression).DistinctBy(fault => fault.Position).ToList();
        foreach (var (position, reason) in faults)
            problems.Add(ConditionDiagnostics.Syntax(placeOf(position), reason, Hint(text.AsSpan(position))));
        return faults.Count == 0 ? new ConditionLowering(scope, placeOf, problems).Lower(expression) : null;
    }

    private static IEnumerable<(int Position, string Reason)> Faults(ExpressionSyntax expression)
    {
        // What the compiler skips is the fault: its own error is then about the whole text, or at no place that could be asked for.
        foreach (var trivia in expression.DescendantTrivia())
        {
            if (trivia.IsDirective)
                return [(trivia.SpanStart, "it has a line for the preprocessor")];
            if (trivia.IsKind(SyntaxKind.SkippedTokensTrivia))
                return [(trivia.SpanStart, $"`{trivia}` is not expected")];
        }

        return expression.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error)
            .Select(error => (error.Location.SourceSpan.Start, Reason(error)));
    }

    // The frequent ones in words that fit a condition.
    private static string Reason(Microsoft.CodeAnalysis.Diagnostic error) => error.Id switch
    {
        "CS1026" => "a `)` is missing",
        "CS1525" or "CS1733" => "a comparison or its value is missing",
        "CS1010" => "a text is not closed",
        "CS1012" => "a text is in single quotes",
        _ => $"C# says \"{error.GetMessage(CultureInfo.InvariantCulture)}\"",
    };

    private static string? Hint(ReadOnlySpan<char> fault) => fault switch
    {
        ['\'', ..] => "texts are in double quotes, so the condition is best written in TOML's '…'",
        ['a', 'n', 'd', ..] => "write `&&`",
        ['o', 'r', ..] => "write `||`",
        _ => null,
    };
}
