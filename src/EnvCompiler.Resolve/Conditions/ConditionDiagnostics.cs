using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>Problems of conditions (<c>when</c>): ENVC0280 to ENVC0289.</summary>
public static class ConditionDiagnostics
{
    private const string Grammar = "a condition compares names with values, joined by `&&`, `||`, `!` and parentheses";

    /// <summary>The text is no expression of C#.</summary>
    public static Diagnostic Syntax(SourcePlace place, string reason, string? hint) =>
        new("ENVC0280", $"the condition cannot be read: {reason}") { Place = place, Hint = hint };

    /// <summary>An expression of C# that conditions do not have.</summary>
    public static Diagnostic NotPartOfConditions(SourcePlace place, string expression, string? hint) =>
        new("ENVC0281", $"a condition cannot have `{expression}`") { Place = place, Hint = hint ?? Grammar };

    /// <summary>A name or a value without a comparison.</summary>
    public static Diagnostic NotCompared(SourcePlace place, string expression) =>
        new("ENVC0281", $"`{expression}` alone is no condition") { Place = place, Hint = Grammar };

    /// <summary>A comparison of two names or of two values.</summary>
    public static Diagnostic NotNameAndValue(SourcePlace place, string comparison) =>
        new("ENVC0281", $"`{comparison}` does not compare a name with a value") { Place = place, Hint = Grammar };

    /// <summary>A name that conditions do not have.</summary>
    public static Diagnostic UnknownName(SourcePlace place, string name, IReadOnlyList<string> known) =>
        new("ENVC0282", $"conditions know no `{name}`")
        {
            Place = place,
            Hint = NearNames.Hint(name, known) ?? $"the names here are {string.Join(", ", known.Select(each => $"`{each}`"))}",
        };

    /// <summary>A name that is known only where services start.</summary>
    public static Diagnostic NameOfServices(SourcePlace place, string name) =>
        new("ENVC0282", $"`{name}` is not known when packages and models are locked")
        {
            Place = place,
            Hint = "ask for it in the `when` of a service, or for `sm` and `accelerator` here",
        };

    /// <summary>A value of another type than its name has.</summary>
    public static Diagnostic WrongType(SourcePlace place, string name, string wanted, string value, string? hint) =>
        new("ENVC0283", $"`{name}` is compared with {wanted}, not with `{value}`") { Place = place, Hint = hint };

    /// <summary>An order asked of texts.</summary>
    public static Diagnostic NotOrdered(SourcePlace place, ConditionName name, string comparison) =>
        new("ENVC0284", $"`{name}` has no order that `{comparison}` could ask for")
        {
            Place = place,
            Hint = name.Fact == ConditionFact.Accelerator ? "compare the number `sm`, such as `sm >= 80`" : "write `==` or `!=`",
        };

    /// <summary>A value that its name never has.</summary>
    public static Diagnostic ImpossibleValue(SourcePlace place, string name, string value, string possible) =>
        new("ENVC0285", $"`{name}` is never `{value}`") { Place = place, Hint = $"it is {possible}" };

    /// <summary>A negation of something that may have no value.</summary>
    /// <param name="place">The <c>!</c>.</param>
    /// <param name="name">The name without a value.</param>
    /// <param name="comparison">The comparison of it.</param>
    /// <param name="instead">The comparison that is meant.</param>
    /// <param name="guard">What holds where there is no value; null where nothing tells that.</param>
    public static Diagnostic NegatedAbsence(SourcePlace place, string name, string comparison, string instead, string? guard) =>
        new("ENVC0286", $"`!` cannot stand before `{comparison}`, because `{name}` may have no value")
        {
            Place = place,
            Hint = guard is null
                ? $"write `{instead}`, which does not hold where `{name}` has no value"
                : $"write `{guard} || {instead}`, or `{instead}` alone where a value is needed",
        };

    /// <summary>A condition that nothing can fulfil.</summary>
    public static Diagnostic NeverHolds(SourcePlace place, string path, IReadOnlyList<string> reasons) =>
        new("ENVC0287", $"`{path}` holds for no target of the manifest")
        {
            Severity = Severity.Warning,
            Place = place,
            Details = reasons,
        };

    /// <summary>A condition beyond every reason.</summary>
    public static Diagnostic TooLarge(SourcePlace place, string limit) =>
        new("ENVC0288", $"the condition is too large: {limit}") { Place = place };
}
