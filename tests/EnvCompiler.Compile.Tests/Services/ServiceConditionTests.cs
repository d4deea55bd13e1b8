using System.Text.Json;
using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Tests.Services;

public sealed class ServiceConditionTests
{
    private static readonly Condition Gpu = new Condition.NumberComparison(ConditionFact.Sm, ComparisonOperator.GreaterOrEqual, 80);
    private static readonly Condition Two = new Condition.NumberComparison(ConditionFact.GpuCount, ComparisonOperator.GreaterOrEqual, 2);

    [Fact]
    public void A_services_condition_and_the_targets_facts_go_into_the_graph()
    {
        var graph = Graph(new() { Command = "x", When = "gpu.count >= 2" }, Two);
        Assert.Equal(Two, graph.Services["s"].When);
        Assert.Equal(ConditionFacts.Of(Sample.Cpu, HostPromise.None), graph.Facts);
    }

    [Fact]
    public void Without_conditions_the_graph_says_nothing_of_them()
    {
        var graph = Graph(new() { Command = "x" }, when: null);
        Assert.Null(graph.Facts);
        Assert.Null(graph.Services["s"].When);
    }

    [Fact]
    public void A_service_that_cannot_start_on_the_target_needs_no_server_and_no_model_there()
    {
        var service = new ServiceDefinition { Backend = "llamacpp", Model = "tiny", When = "sm >= 80" };
        Assert.Equal(Gpu, Graph(service, Gpu, WithoutModel).Services["s"].When);
        Assert.Equal("ENVC0415", Assert.Single(Compile(service, Two).Diagnostics).Code);
    }

    [Fact]
    public void A_service_whose_model_is_left_out_where_it_may_start_is_refused()
    {
        var problem = Assert.Single(Compile(new() { Backend = "llamacpp", Model = "tiny" }, when: null, WithoutModel, "/usr/bin/llama-server").Diagnostics);
        Assert.Equal("ENVC0417", problem.Code);
        Assert.Contains("`tiny`", problem.Message, StringComparison.Ordinal);
    }

    private static Lock WithoutModel(Lock locked)
    {
        foreach (var (name, target) in locked.Targets.ToList())
            locked.Targets[name] = target with { Models = [] };
        return locked;
    }

    private static ServiceGraph Graph(ServiceDefinition service, Condition? when, Func<Lock, Lock>? lockChange = null) =>
        JsonSerializer.Deserialize(Compile(service, when, lockChange).Value.Files["targets/x86_64-linux/cpu/services.json"].Content, EnvcJson.Default.ServiceGraph)!;

    private static Model.Diagnostics.Result<GenerationFiles> Compile(
        ServiceDefinition service, Condition? when, Func<Lock, Lock>? lockChange = null, params string[] moreOfTool) =>
        Sample.Compile(
            manifest => manifest with { Services = new OrderedDictionary<string, ServiceDefinition> { ["s"] = service } },
            when is null ? new Dictionary<string, Condition>() : new Dictionary<string, Condition> { ["s"] = when },
            lockChange,
            moreOfTool);
}
