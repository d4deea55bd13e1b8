using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;

namespace EnvCompiler.Model.Tests.Generations.Comparing;

public sealed class ServiceComparisonTests
{
    private static readonly ServiceSpec Service = new() { Command = "serve", Group = "toplevel" };

    [Fact]
    public void The_same_services_are_no_change() => Assert.Empty(Between(Content(("a", Service)), Content(("a", Service))));

    [Fact]
    public void A_service_that_came_went_or_is_defined_otherwise_is_one()
    {
        var changes = Between(
            Content(("gone", Service), ("other", Service), ("same", Service)),
            Content(("new", Service), ("other", Service with { Command = "serve more", IsDaemon = true }), ("same", Service)));
        Assert.Equal([("gone", Change.Removed, ""), ("new", Change.Added, ""), ("other", Change.Changed, "command,is-daemon")], changes.Select(Told));
    }

    [Fact]
    public void Other_packages_in_its_root_and_other_variables_are_a_change_of_each_service()
    {
        var before = Content(("a", Service));
        var root = before with { Activation = before.Activation with { Roots = new Dictionary<string, string> { ["toplevel"] = "2" } } };
        var variable = before with { Activation = before.Activation with { Vars = [new ActivationVariable { Name = "A", Value = "1" }] } };
        Assert.Equal([("a", Change.Changed, "root")], Between(before, root).Select(Told));
        Assert.Equal([("a", Change.Changed, "[vars]")], Between(before, variable).Select(Told));
    }

    [Fact]
    public void On_a_target_that_one_is_not_compiled_for_all_come_or_go()
    {
        Assert.Equal([("a", Change.Added, "")], Between(null, Content(("a", Service))).Select(Told));
        Assert.Equal([("a", Change.Removed, "")], Between(Content(("a", Service)), null).Select(Told));
    }

    private static IReadOnlyList<ServiceChange> Between(TargetContent? before, TargetContent? after) => ServiceComparison.Between("x86_64-linux/cpu", before, after);

    private static (string Service, Change Change, string Keys) Told(ServiceChange change) => (change.Service, change.Change, string.Join(',', change.Keys));

    private static TargetContent Content(params (string Name, ServiceSpec Service)[] services)
    {
        var graph = new ServiceGraph();
        foreach (var (name, service) in services)
            graph.Services.Add(name, service);
        return new TargetContent(new ActivationSpec { EnvcVersion = "0.1.0", Roots = new Dictionary<string, string> { ["toplevel"] = "1" } }, graph);
    }
}
