using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Conditions;

namespace EnvCompiler.Resolve.Tests.Conditions;

/// <summary>Conditions out of a text; a place is the 1-based column in it.</summary>
internal static class ConditionText
{
    internal static Condition Lower(string text, ConditionScope scope = ConditionScope.Service)
    {
        var problems = new List<Diagnostic>();
        var condition = ConditionParser.Parse(text, scope, PlaceOf, problems);
        Assert.Empty(problems);
        return condition!;
    }

    internal static IReadOnlyList<Diagnostic> Problems(string text, ConditionScope scope = ConditionScope.Service)
    {
        var problems = new List<Diagnostic>();
        Assert.Null(ConditionParser.Parse(text, scope, PlaceOf, problems) is { } condition && problems.Count == 0 ? condition : null);
        return problems;
    }

    /// <summary>Whether it holds on a target, by default without GPUs.</summary>
    internal static bool Holds(string text, string accelerator = "cpu", string? driver = null, int gpus = 0, long? memory = null) =>
        ConditionEvaluator.Holds(Lower(text), Facts(accelerator, driver) with { GpuCount = gpus, GpuMemory = memory });

    private static ConditionFacts Facts(string accelerator, string? driver) => ConditionFacts.Of(
        new Target("x86_64-linux", accelerator),
        HostPromise.Of(driver is null ? null : $">={driver}", cpuLevel: null));

    private static SourcePlace PlaceOf(int index) => new("manifest.toml", 1, index + 1);
}
