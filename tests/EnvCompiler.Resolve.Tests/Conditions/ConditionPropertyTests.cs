using System.Globalization;
using System.Text.Json;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Resolve.Tests.Conditions;

/// <summary>Random conditions are written as text, parsed, lowered, sent through JSON, and held against what they were drawn from.</summary>
public sealed class ConditionPropertyTests
{
    private static readonly string[] s_operators = ["==", "!=", "<", "<=", ">", ">="];
    private static readonly string[] s_levels = ["x86-64", "x86-64-v2", "x86-64-v3", "x86-64-v4"];
    private static readonly string[] s_versions = ["11.8", "12.0", "12.8", "12.8.1", "12.10", "13.0"];

    [Fact]
    public void A_lowered_condition_holds_exactly_where_its_text_does()
    {
        var held = 0;
        for (var seed = 0; seed < 3000; seed++)
        {
            var random = new Random(seed);
            var drawn = Draw(random, depth: 4, mayBeAbsent: true);
            var lowered = RoundTrip(ConditionText.Lower(drawn.Text));
            for (var i = 0; i < 10; i++)
            {
                var facts = DrawFacts(random);
                var expected = drawn.Holds(facts);
                Assert.True(expected == ConditionEvaluator.Holds(lowered, facts), $"seed {seed}: {drawn.Text} over {facts} is {expected}");
                Assert.Equal(expected, ConditionEvaluator.Refusal(lowered, facts) is null);
                Assert.True(!expected || ConditionEvaluator.MayHold(lowered, facts));
                held += expected ? 1 : 0;
            }
        }

        Assert.InRange(held, 3_000, 27_000);
    }

    [Fact]
    public void The_text_of_a_lowered_condition_means_the_same()
    {
        for (var seed = 0; seed < 1000; seed++)
        {
            var lowered = ConditionText.Lower(Draw(new Random(seed), depth: 4, mayBeAbsent: true).Text);
            Assert.Equal($"{lowered}", $"{ConditionText.Lower($"{lowered}")}");
        }
    }

    private static Condition RoundTrip(Condition condition)
    {
        var graph = new ServiceGraph();
        graph.Services.Add("x", new ServiceSpec { Command = "x", Group = "toplevel", When = condition });
        return JsonSerializer.Deserialize(JsonSerializer.Serialize(graph, EnvcJson.Readable.ServiceGraph), EnvcJson.Default.ServiceGraph)!.Services["x"].When!;
    }

    private static Drawn Draw(Random random, int depth, bool mayBeAbsent)
    {
        switch (depth == 0 ? 0 : random.Next(5))
        {
            case 1:
                var (a, b) = (Draw(random, depth - 1, mayBeAbsent), Draw(random, depth - 1, mayBeAbsent));
                return new Drawn($"({a.Text}) && ({b.Text})", facts => a.Holds(facts) && b.Holds(facts));
            case 2:
                var (c, d) = (Draw(random, depth - 1, mayBeAbsent), Draw(random, depth - 1, mayBeAbsent));
                return new Drawn($"({c.Text}) || ({d.Text})", facts => c.Holds(facts) || d.Holds(facts));
            case 3:
                var negated = Draw(random, depth - 1, mayBeAbsent: false);
                return new Drawn($"!({negated.Text})", facts => !negated.Holds(facts));
            default:
                return DrawComparison(random, mayBeAbsent);
        }
    }

    private static Drawn DrawComparison(Random random, bool mayBeAbsent)
    {
        switch (random.Next(mayBeAbsent ? 6 : 2))
        {
            case 0:
                var isEqual = random.Next(2) == 0;
                var accelerator = random.Next(2) == 0 ? "cpu" : "sm_90";
                return new Drawn($"accelerator {(isEqual ? "==" : "!=")} \"{accelerator}\"", facts => (facts.Accelerator == accelerator) == isEqual);
            case 1:
                return OfNumber(random, "gpu.count", random.Next(4), facts => facts.GpuCount);
            case 2:
                return OfNumber(random, "sm", random.Next(70, 121), facts => facts.Sm);
            case 3:
                return OfNumber(random, "gpu.memory", random.Next(4), facts => facts.GpuMemory);
            case 4:
                var level = s_levels[random.Next(s_levels.Length)];
                return Of(
                    random, "cpu_level", $"\"{level}\"",
                    facts => facts.CpuLevel == "armv8-a" ? null : Array.IndexOf(s_levels, facts.CpuLevel).CompareTo(Array.IndexOf(s_levels, level)));
            default:
                var version = s_versions[random.Next(s_versions.Length)];
                return Of(
                    random, "cuda", $"\"{version}\"",
                    facts => facts.Cuda is { } cuda ? Array.IndexOf(s_versions, $"{cuda}").CompareTo(Array.IndexOf(s_versions, version)) : null);
        }
    }

    private static Drawn OfNumber(Random random, string name, int value, Func<ConditionFacts, long?> valueOf) =>
        Of(random, name, value.ToString(CultureInfo.InvariantCulture), facts => valueOf(facts)?.CompareTo(value));

    private static Drawn Of(Random random, string name, string literal, Func<ConditionFacts, int?> compare)
    {
        var written = s_operators[random.Next(s_operators.Length)];
        return new Drawn($"{name} {written} {literal}", facts => compare(facts) is { } order && written switch
        {
            "==" => order == 0,
            "!=" => order != 0,
            "<" => order < 0,
            "<=" => order <= 0,
            ">" => order > 0,
            _ => order >= 0,
        });
    }

    private static ConditionFacts DrawFacts(Random random) => new()
    {
        System = "x86_64-linux",
        Accelerator = random.Next(2) == 0 ? "cpu" : "sm_90",
        Sm = random.Next(2) == 0 ? null : random.Next(70, 121),
        Cuda = random.Next(2) == 0 ? null : Version(s_versions[random.Next(s_versions.Length)]),
        CpuLevel = random.Next(2) == 0 ? "armv8-a" : s_levels[random.Next(s_levels.Length)],
        GpuCount = random.Next(4),
        GpuMemory = random.Next(2) == 0 ? null : random.Next(4),
    };

    private static NumericVersion Version(string text) => NumericVersion.TryParse(text, out var version) ? version : throw new ArgumentException(text, nameof(text));

    private sealed record Drawn(string Text, Func<ConditionFacts, bool> Holds);
}
