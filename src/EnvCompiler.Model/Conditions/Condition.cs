using System.Globalization;
using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Model.Conditions;

/// <summary>
/// A <c>when</c> of the manifest, checked and lowered (docs/design/conditions.md). There is no negation in it: <c>!</c> is pushed into the
/// comparisons, so that a comparison with an absent value can only take away, never add.
/// </summary>
[JsonConverter(typeof(ConditionJsonConverter))]
public abstract record Condition
{
    private Condition()
    {
    }

    /// <summary>Every one holds (<c>&amp;&amp;</c>).</summary>
    public sealed record All(IReadOnlyList<Condition> Conditions) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => string.Join(" && ", Conditions.Select(each => each is Any ? $"({each})" : $"{each}"));
    }

    /// <summary>At least one holds (<c>||</c>).</summary>
    public sealed record Any(IReadOnlyList<Condition> Conditions) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => string.Join(" || ", Conditions);
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed record Constant(bool Value) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => Value ? "true" : "false";
    }

    /// <summary>A number, or a size in bytes.</summary>
    public sealed record NumberComparison(ConditionFact Fact, ComparisonOperator Operator, long Value) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => $"{ConditionName.Of(Fact)} {Operator.Text()} {Value.ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>A step of a processor family's ladder (<see cref="CpuLevel"/>), by its name.</summary>
    public sealed record LevelComparison(ConditionFact Fact, ComparisonOperator Operator, string Value) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => $"{ConditionName.Of(Fact)} {Operator.Text()} \"{Value}\"";
    }

    /// <summary>A version.</summary>
    public sealed record VersionComparison(ConditionFact Fact, ComparisonOperator Operator, NumericVersion Value) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => $"{ConditionName.Of(Fact)} {Operator.Text()} \"{Value}\"";
    }

    /// <summary>A text, which is equal or not.</summary>
    public sealed record TextComparison(ConditionFact Fact, ComparisonOperator Operator, string Value) : Condition
    {
        /// <inheritdoc/>
        public override string ToString() => $"{ConditionName.Of(Fact)} {Operator.Text()} \"{Value}\"";
    }
}
