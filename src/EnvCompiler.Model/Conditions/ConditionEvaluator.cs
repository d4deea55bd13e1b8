using System.Globalization;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Conditions;

/// <summary>Evaluates conditions. A comparison with an absent value does not hold, whatever its operator.</summary>
public static class ConditionEvaluator
{
    /// <summary>Whether a condition holds.</summary>
    public static bool Holds(Condition condition, ConditionFacts facts) => Holds(condition, facts, areGpusOpen: false);

    /// <summary>Whether a condition holds on some GPUs, be they as many and as large as they may.</summary>
    public static bool MayHold(Condition condition, ConditionFacts facts) => Holds(condition, facts, areGpusOpen: true);

    /// <summary>Whether a condition depends on the GPUs of the host.</summary>
    public static bool AsksForGpus(Condition condition) => condition switch
    {
        Condition.All all => all.Conditions.Any(AsksForGpus),
        Condition.Any any => any.Conditions.Any(AsksForGpus),
        Condition.NumberComparison { Fact: ConditionFact.GpuCount or ConditionFact.GpuMemory } => true,
        _ => false,
    };

    /// <summary>Why a condition does not hold: a clause for a message, such as <c>`sm >= 89` does not hold, `sm` is 75</c>; null where it holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="facts">What it is evaluated over.</param>
    /// <param name="areGpusOpen">Ask <see cref="MayHold"/> instead of <see cref="Holds(Condition, ConditionFacts)"/>.</param>
    public static string? Refusal(Condition condition, ConditionFacts facts, bool areGpusOpen = false) => Holds(condition, facts, areGpusOpen) ? null : condition switch
    {
        Condition.All all => Refusal(all.Conditions.First(each => !Holds(each, facts, areGpusOpen)), facts, areGpusOpen),
        Condition.Any { Conditions.Count: > 0 } any => string.Join(" and ", any.Conditions.Select(each => Refusal(each, facts, areGpusOpen))),
        Condition.NumberComparison number => Refusal(number, number.Fact, facts.NumberOf(number.Fact)?.ToString(CultureInfo.InvariantCulture)),
        Condition.LevelComparison level => Refusal(level, level.Fact, facts.TextOf(level.Fact)),
        Condition.VersionComparison version => Refusal(version, version.Fact, facts.VersionOf(version.Fact)?.ToString()),
        Condition.TextComparison text => Refusal(text, text.Fact, facts.TextOf(text.Fact)),
        _ => $"`{condition}` never holds",
    };

    private static bool Holds(Condition condition, ConditionFacts facts, bool areGpusOpen) => condition switch
    {
        Condition.All all => all.Conditions.All(each => Holds(each, facts, areGpusOpen)),
        Condition.Any any => any.Conditions.Any(each => Holds(each, facts, areGpusOpen)),
        Condition.Constant constant => constant.Value,
        Condition.NumberComparison when areGpusOpen && AsksForGpus(condition) => true,
        Condition.NumberComparison number =>
            facts.NumberOf(number.Fact) is { } value && number.Operator.Holds(value.CompareTo(number.Value)),
        Condition.LevelComparison level => Holds(level, facts.TextOf(level.Fact)),
        Condition.VersionComparison version =>
            facts.VersionOf(version.Fact) is { } value && version.Operator.Holds(NumericVersion.Compare(value, version.Value)),
        Condition.TextComparison text =>
            facts.TextOf(text.Fact) is { } value && text.Operator.Holds(string.CompareOrdinal(value, text.Value)),
        _ => throw new InvalidOperationException($"unknown condition {condition}"),
    };

    private static string Refusal(Condition comparison, ConditionFact fact, string? value) =>
        $"`{comparison}` does not hold, `{ConditionName.Of(fact)}` {(value is null ? "has no value" : $"is {value}")}";

    // Levels of two families have no order: neither is the other, nor above or below it.
    private static bool Holds(Condition.LevelComparison comparison, string? name) =>
        name is not null && CpuLevel.Of(name) is { } level && CpuLevel.Of(comparison.Value) is { } other
        && (level.Covers(other) || other.Covers(level))
        && comparison.Operator.Holds(level.Step.CompareTo(other.Step));
}
