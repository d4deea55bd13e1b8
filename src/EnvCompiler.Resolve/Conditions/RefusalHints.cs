using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>What a person probably meant by an expression that conditions do not have.</summary>
internal static class RefusalHints
{
    internal static string? For(ExpressionSyntax expression) => expression.Kind() switch
    {
        SyntaxKind.BitwiseAndExpression => "write `&&`",
        SyntaxKind.BitwiseOrExpression => "write `||`",
        SyntaxKind.SimpleAssignmentExpression => "write `==`",
        SyntaxKind.SimpleLambdaExpression => "write `>=`",
        SyntaxKind.IsPatternExpression => "write a comparison, such as `sm >= 80`",
        SyntaxKind.CharacterLiteralExpression => "texts are in double quotes, so the condition is best written in TOML's '…'",
        SyntaxKind.SubtractExpression when expression.ToString() == "cpu-level" => "write `cpu_level`",
        _ => null,
    };
}
