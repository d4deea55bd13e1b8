using System.Globalization;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Diagnostic = EnvCompiler.Model.Diagnostics.Diagnostic;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>The value of a comparison, by the type of its name.</summary>
/// <param name="placeOf">The place of a character of the text in the manifest.</param>
/// <param name="problems">Gets what is wrong.</param>
internal sealed class LiteralReader(Func<int, SourcePlace> placeOf, List<Diagnostic> problems)
{
    private static readonly string[] s_architectures = ["x86_64", "aarch64"];
    private static readonly string[] s_systems = ["x86_64-linux", "aarch64-linux"];

    /// <summary>The comparison with its value, or null where problems were added.</summary>
    internal Condition? Read(ConditionName name, ComparisonOperator comparison, LiteralExpressionSyntax literal)
    {
        var (text, number) = (TextOf(literal), NumberOf(literal));
        return name.Type switch
        {
            ConditionType.Text when text is not null => Text(name, comparison, literal, text),
            ConditionType.Number when number is { } value => new Condition.NumberComparison(name.Fact, comparison, value),
            ConditionType.Version when text is not null => Version(name, comparison, literal, text),
            ConditionType.CpuLevel when text is not null => CpuLevel(name, comparison, literal, text),
            ConditionType.Size when text is not null => Size(name, comparison, literal, text),
            ConditionType.Size when number is { } value => new Condition.NumberComparison(name.Fact, comparison, value),
            _ => WrongType(name, literal),
        };
    }

    private Condition? Text(ConditionName name, ComparisonOperator comparison, LiteralExpressionSyntax literal, string text) => name.Fact switch
    {
        ConditionFact.System when !s_systems.Contains(text) => Impossible(name, literal, Listed(s_systems)),
        ConditionFact.Arch when !s_architectures.Contains(text) => Impossible(name, literal, Listed(s_architectures)),
        ConditionFact.Accelerator when !IsAccelerator(text) => Impossible(name, literal, "`cpu`, `vulkan` or one such as `sm_90`"),
        _ => new Condition.TextComparison(name.Fact, comparison, text),
    };

    private Condition? Version(ConditionName name, ComparisonOperator comparison, LiteralExpressionSyntax literal, string text) =>
        NumericVersion.TryParse(text, out var version)
            ? new Condition.VersionComparison(name.Fact, comparison, version)
            : Impossible(name, literal, "a version of numbers with dots");

    private Condition? CpuLevel(ConditionName name, ComparisonOperator comparison, LiteralExpressionSyntax literal, string text) =>
        Model.Gpu.CpuLevel.Of(text) is not null
            ? new Condition.LevelComparison(name.Fact, comparison, text)
            : Impossible(name, literal, Listed(Model.Gpu.CpuLevel.Names));

    private Condition? Size(ConditionName name, ComparisonOperator comparison, LiteralExpressionSyntax literal, string text) =>
        ByteCount.TryParse(text, out var bytes)
            ? new Condition.NumberComparison(name.Fact, comparison, bytes)
            : Impossible(name, literal, "a size such as `24G`");

    private Condition? WrongType(ConditionName name, LiteralExpressionSyntax literal)
    {
        var (wanted, example) = name.Type switch
        {
            ConditionType.Text => ("a text", null),
            ConditionType.Number => ("a whole number", TextOf(literal) is { } text && text.All(char.IsAsciiDigit) && text.Length > 0 ? text : null),
            ConditionType.Version => ("a version as text", literal.IsKind(SyntaxKind.NumericLiteralExpression) ? $"\"{literal}\"" : null),
            ConditionType.CpuLevel => ("a level as text", "\"x86-64-v3\""),
            _ => ("a size such as `\"24G\"` or a number of bytes", (string?)null),
        };
        problems.Add(ConditionDiagnostics.WrongType(
            placeOf(literal.SpanStart), name.Text, wanted, literal.ToString(), example is null ? null : $"write `{example}`"));
        return null;
    }

    private Condition? Impossible(ConditionName name, LiteralExpressionSyntax literal, string possible)
    {
        problems.Add(ConditionDiagnostics.ImpossibleValue(placeOf(literal.SpanStart), name.Text, literal.Token.ValueText, possible));
        return null;
    }

    // C# has more forms of texts and numbers; one of each is enough.
    private static string? TextOf(LiteralExpressionSyntax literal) =>
        literal.IsKind(SyntaxKind.StringLiteralExpression) && literal.Token.Text is ['"', ..] and not ['"', '"', '"', ..] ? literal.Token.ValueText : null;

    private static long? NumberOf(LiteralExpressionSyntax literal) =>
        long.TryParse(literal.Token.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsAccelerator(string text) =>
        text is "cpu" or "vulkan" || (text is ['s', 'm', '_', .. { Length: 2 or 3 } digits] && digits.All(char.IsAsciiDigit));

    private static string Listed(IEnumerable<string> values) => $"one of {string.Join(", ", values.Select(value => $"`{value}`"))}";
}
