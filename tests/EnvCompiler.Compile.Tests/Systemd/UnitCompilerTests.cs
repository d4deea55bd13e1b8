using EnvCompiler.Compile.Systemd;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Systemd;

public sealed class UnitCompilerTests
{
    private const string Launcher = "/var/lib/envc/launchers/89ab";

    public static TheoryData<string> Samples => ["full", "gpus", "hostile", "user"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void Units_are_as_expected(string sample)
    {
        var request = sample switch
        {
            "full" => SampleUnits.Full(Launcher),
            "gpus" => SampleUnits.Gpus(Launcher),
            "user" => SampleUnits.Full(Launcher) with { IsUser = true },
            _ => SampleUnits.OfHostile(Launcher),
        };
        var units = new UnitCompiler(request).Compile();
        Expectation.Matches($"tests/EnvCompiler.Compile.Tests/Expected/systemd/{sample}", string.Concat(units.Select(unit => $"# {unit.Key}\n{unit.Value}\n")));
    }

    [Fact]
    public void A_service_whose_condition_cannot_hold_has_no_unit()
    {
        var request = SampleUnits.Gpus(Launcher);
        request.Graph.Services["named"] = request.Graph.Services["named"] with { When = new Model.Conditions.Condition.Any([]) };
        var graph = request.Graph with { Facts = Model.Conditions.ConditionFacts.Of(request.Target, new Options().Promise) };

        var units = new UnitCompiler(request with { Graph = graph }).Compile();

        Assert.Equal(["envc-gpus-large.service", "envc-gpus-small.service", "envc-gpus.target"], units.Keys);
        Assert.Contains("Wants=envc-gpus-large.service envc-gpus-small.service\n", units["envc-gpus.target"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_waits_for_a_start_alone_is_not_ordered_after_the_readiness_of_the_other()
    {
        var request = SampleUnits.Full(Launcher);
        request.Graph.Services["proxy"] = new ServiceSpec
        {
            Command = "proxy",
            Group = "toplevel",
            DependsOn = new(StringComparer.Ordinal) { ["server"] = new ServiceDependency { Condition = DependencyCondition.Started } },
        };

        var proxy = new UnitCompiler(request).Compile()["envc-stack-proxy.service"];

        Assert.Contains("Requires=envc-stack-server.service\n", proxy, StringComparison.Ordinal);
        Assert.Contains("After=network.target\n", proxy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_request_gives_the_same_bytes() =>
        Assert.Equal(new UnitCompiler(SampleUnits.Full(Launcher)).Compile(), new UnitCompiler(SampleUnits.Full(Launcher)).Compile());
}
