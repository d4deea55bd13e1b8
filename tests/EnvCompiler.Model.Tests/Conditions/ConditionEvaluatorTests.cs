using System.Text.Json;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Tests.Conditions;

public sealed class ConditionEvaluatorTests
{
    private static readonly ConditionFacts Hopper = ConditionFacts.Of(new Target("x86_64-linux", "sm_90"), new HostPromise(new DriverVersion(570, 124, 6), Cpu: null));
    private static readonly ConditionFacts Processor = ConditionFacts.Of(new Target("aarch64-linux", "cpu"), HostPromise.None);

    [Fact]
    public void A_target_and_its_driver_floor_give_the_facts()
    {
        Assert.Equal(("x86_64", "sm_90", 90, "12.8", "570.124.06", "x86-64"), (Hopper.Arch, Hopper.Accelerator, Hopper.Sm, $"{Hopper.Cuda}", $"{Hopper.Driver}", Hopper.CpuLevel));
        Assert.Equal(("aarch64", "cpu", null, null, null, "armv8-a"), (Processor.Arch, Processor.Accelerator, Processor.Sm, Processor.Cuda, Processor.Driver, Processor.CpuLevel));
        Assert.Null(ConditionFacts.Of(new Target("x86_64-linux", "vulkan"), HostPromise.None).Sm);
    }

    [Theory]
    [InlineData(ComparisonOperator.Equal)]
    [InlineData(ComparisonOperator.NotEqual)]
    [InlineData(ComparisonOperator.Less)]
    [InlineData(ComparisonOperator.LessOrEqual)]
    [InlineData(ComparisonOperator.Greater)]
    [InlineData(ComparisonOperator.GreaterOrEqual)]
    public void No_comparison_holds_of_an_absent_value(ComparisonOperator comparison) =>
        Assert.False(ConditionEvaluator.Holds(new Condition.NumberComparison(ConditionFact.Sm, comparison, 0), Processor));

    [Theory]
    [InlineData(ComparisonOperator.Equal)]
    [InlineData(ComparisonOperator.NotEqual)]
    [InlineData(ComparisonOperator.Less)]
    [InlineData(ComparisonOperator.LessOrEqual)]
    [InlineData(ComparisonOperator.Greater)]
    [InlineData(ComparisonOperator.GreaterOrEqual)]
    public void An_operator_its_opposite_and_its_mirror_agree(ComparisonOperator comparison)
    {
        foreach (var order in (ReadOnlySpan<int>)[-1, 0, 1])
        {
            Assert.NotEqual(comparison.Holds(order), comparison.Opposite().Holds(order));
            Assert.Equal(comparison.Holds(order), comparison.Mirrored().Holds(-order));
        }
    }

    [Theory]
    [InlineData(ComparisonOperator.Equal)]
    [InlineData(ComparisonOperator.NotEqual)]
    [InlineData(ComparisonOperator.Less)]
    [InlineData(ComparisonOperator.GreaterOrEqual)]
    public void Processors_of_two_families_have_no_order(ComparisonOperator comparison) =>
        Assert.False(ConditionEvaluator.Holds(new Condition.LevelComparison(ConditionFact.CpuLevel, comparison, "x86-64"), Processor));

    [Fact]
    public void A_condition_on_gpus_may_hold_where_they_are_not_known_yet()
    {
        var two = new Condition.NumberComparison(ConditionFact.GpuCount, ComparisonOperator.GreaterOrEqual, 2);
        Assert.False(ConditionEvaluator.Holds(two, Hopper));
        Assert.True(ConditionEvaluator.MayHold(two, Hopper));
        Assert.False(ConditionEvaluator.MayHold(new Condition.All([two, new Condition.Constant(false)]), Hopper));
    }

    [Fact]
    public void A_refusal_names_the_comparison_and_the_value()
    {
        var newer = new Condition.NumberComparison(ConditionFact.Sm, ComparisonOperator.GreaterOrEqual, 100);
        var level = new Condition.LevelComparison(ConditionFact.CpuLevel, ComparisonOperator.GreaterOrEqual, "x86-64-v3");
        Assert.Equal("`sm >= 100` does not hold, `sm` is 90", ConditionEvaluator.Refusal(newer, Hopper));
        Assert.Equal("`sm >= 100` does not hold, `sm` has no value", ConditionEvaluator.Refusal(newer, Processor));
        Assert.Equal("`cpu_level >= \"x86-64-v3\"` does not hold, `cpu_level` is x86-64", ConditionEvaluator.Refusal(level, Hopper));
        Assert.Equal("`false` never holds", ConditionEvaluator.Refusal(new Condition.Constant(false), Hopper));
        Assert.Null(ConditionEvaluator.Refusal(new Condition.Any([newer, new Condition.Constant(true)]), Processor));
    }

    [Fact]
    public void The_json_is_a_tree_of_kinds()
    {
        var graph = new ServiceGraph();
        graph.Services.Add("x", new ServiceSpec
        {
            Command = "x",
            Group = "toplevel",
            When = new Condition.Any([
                new Condition.TextComparison(ConditionFact.Accelerator, ComparisonOperator.Equal, "cpu"),
                new Condition.NumberComparison(ConditionFact.GpuMemory, ComparisonOperator.GreaterOrEqual, 1024)]),
        });
        var json = JsonSerializer.Serialize(graph, EnvcJson.Readable.ServiceGraph);
        Assert.Contains(
            """
                  "when": {
                    "kind": "any",
                    "conditions": [
                      {
                        "kind": "text",
                        "fact": "accelerator",
                        "operator": "==",
                        "value": "cpu"
                      },
                      {
                        "kind": "number",
                        "fact": "gpu.memory",
                        "operator": ">=",
                        "value": 1024
                      }
                    ]
                  }
            """,
            json,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{ \"kind\": \"constant\" }")]
    [InlineData("{ \"kind\": \"shell\", \"value\": \"x\" }")]
    [InlineData("{ \"kind\": \"number\", \"fact\": \"nothing\", \"operator\": \">=\", \"value\": 1 }")]
    [InlineData("{ \"kind\": \"number\", \"fact\": \"sm\", \"operator\": \"=>\", \"value\": 1 }")]
    [InlineData("{ \"kind\": \"version\", \"fact\": \"cuda\", \"operator\": \">=\", \"value\": \"x\" }")]
    public void A_damaged_tree_is_refused(string when) =>
        Assert.ThrowsAny<JsonException>(() => JsonSerializer.Deserialize(
            $$"""{ "services": { "x": { "command": "x", "group": "toplevel", "when": {{when}} } } }""", EnvcJson.Default.ServiceGraph));

    [Theory]
    [InlineData("12.8", "12.10", -1)]
    [InlineData("12.8", "12.8.0.0", 0)]
    [InlineData("570.124.06", "570.124.6", 0)]
    [InlineData("13", "12.9.9", 1)]
    public void Versions_are_compared_number_by_number(string first, string second, int order)
    {
        Assert.True(NumericVersion.TryParse(first, out var a) & NumericVersion.TryParse(second, out var b));
        Assert.Equal(order, Math.Sign(NumericVersion.Compare(a!, b!)));
        Assert.Equal(order == 0, a == b);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12.")]
    [InlineData("12.8-rc1")]
    [InlineData("1.2.3.4.5")]
    [InlineData("99999999999")]
    [InlineData("+1")]
    public void What_is_no_version_of_numbers_is_none(string text) => Assert.False(NumericVersion.TryParse(text, out _));

    [Theory]
    [InlineData("24G", 24L << 30)]
    [InlineData("1K", 1024)]
    [InlineData("0T", 0)]
    public void A_size_is_read(string text, long bytes) => Assert.True(ByteCount.TryParse(text, out var read) && read == bytes);

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("24")]
    [InlineData("24GB")]
    [InlineData("-1G")]
    [InlineData("99999999T")]
    public void What_is_no_size_is_none(string text) => Assert.False(ByteCount.TryParse(text, out _));
}
