using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Run.Supervision.Limiting;

namespace EnvCompiler.Run.Tests.Supervision.Limiting;

public sealed class ServiceLimiterTests
{
    private static readonly int[] Own = [1, 2];

    [Fact]
    public void A_delegated_control_group_gets_the_limits_and_the_supervisor_moves_beside_it()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        var limiter = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own));

        var plan = limiter.Plan("llm", 7, new Limits { Memory = 1 << 30, Cpus = 1.5 });

        Assert.Equal("1\n2\n", files.TryRead("/cg/own/envc-others/cgroup.procs"));
        Assert.Equal("1073741824", files.Written["/cg/own/envc-e/llm-7/memory.max"]);
        Assert.Equal("150000 100000", files.Written["/cg/own/envc-e/llm-7/cpu.max"]);
        Assert.Equal("echo 0 >'/cg/own/envc-e/llm-7/cgroup.procs' || exit 125; ", plan.Prologue);
        Assert.Empty(plan.Notes);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void What_is_left_in_a_control_group_is_ended_with_it()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        var limiter = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own));
        var plan = limiter.Plan("llm", 1, limits: null);
        files.Enter("/cg/own/envc-e/llm-1", "77");

        limiter.Release(plan);
        limiter.Close();

        Assert.DoesNotContain("/cg/own/envc-e", files.Groups);
    }

    [Fact]
    public void What_dies_slowly_is_waited_for_at_the_end()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu") { SlowDeaths = 2 };
        var limiter = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own));
        var plan = limiter.Plan("llm", 1, limits: null);
        files.Enter("/cg/own/envc-e/llm-1", "77");

        limiter.Release(plan);
        Assert.Contains("/cg/own/envc-e/llm-1", files.Groups);
        limiter.Close();

        Assert.DoesNotContain("/cg/own/envc-e", files.Groups);
    }

    [Fact]
    public void What_a_killed_supervisor_left_is_ended_but_for_what_is_taken_over()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        var before = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own));
        before.Plan("llm", 1, limits: null);
        before.Plan("gateway", 2, limits: null);
        files.Enter("/cg/own/envc-e/gateway-2", "77");

        var limiter = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own));
        limiter.EndOthers([("llm", 1)]);

        Assert.Contains("/cg/own/envc-e/llm-1", files.Groups);
        Assert.DoesNotContain("/cg/own/envc-e/gateway-2", files.Groups);
        Assert.NotNull(limiter.Plan("llm", 3, new Limits { Memory = 1 << 20 }).Group);
    }

    [Theory]
    [InlineData("low 0\noom 1\noom_kill 1\n", true)]
    [InlineData("low 0\noom_kill 0\n", false)]
    [InlineData("", false)]
    public void An_end_by_the_limit_of_memory_is_seen(string events, bool expected)
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        var plan = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own)).Plan("llm", 1, limits: null);
        files.Tell("/cg/own/envc-e/llm-1/memory.events", events);

        Assert.Equal(expected, plan.Group!.RanOutOfMemory);
    }

    [Fact]
    public void A_supervisor_that_was_started_again_finds_the_groups_of_the_one_before()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own)).Plan("llm", 1, limits: null);
        var again = new MovedControlGroups(files, "/cg/own/envc-others");

        Assert.NotNull(new ServiceLimiter(ControlGroups.TryOpen(again, "e", Own)).Find("llm", 1).Group);
    }

    [Fact]
    public void Whoever_started_the_supervisor_moves_with_it_out_of_a_group_that_is_declared_delegated()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        files.Enter("/cg/own", "4711");

        Assert.NotNull(ControlGroups.TryOpen(files, "e", Own));
        Assert.Equal("1\n2\n4711\n", files.TryRead("/cg/own/envc-others/cgroup.procs"));
    }

    [Fact]
    public void Two_environments_share_a_delegated_group()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu");
        ControlGroups.TryOpen(files, "e", Own);
        var second = new ServiceLimiter(ControlGroups.TryOpen(new MovedControlGroups(files, "/cg/own/envc-others"), "f", [8, 9]));

        Assert.Equal("echo 0 >'/cg/own/envc-f/llm-1/cgroup.procs' || exit 125; ", second.Plan("llm", 1, limits: null).Prologue);
    }

    [Fact]
    public void A_control_group_with_somebody_elses_processes_is_left_alone_where_nobody_declared_it_delegated()
    {
        var files = new FakeControlGroups("/cg/own", "memory cpu") { Delegation = Delegation.Owned };
        files.Enter("/cg/own", "4711");

        Assert.Null(ControlGroups.TryOpen(files, "e", Own));
        Assert.DoesNotContain("/cg/own/envc-others", files.Groups);
    }

    [Theory]
    [InlineData("memory cpu", false)]
    [InlineData("pids io", true)]
    public void Without_delegation_or_controllers_there_are_no_groups(string controllers, bool isDelegated)
    {
        var files = new FakeControlGroups("/cg/own", controllers) { Delegation = isDelegated ? Delegation.Declared : Delegation.None };

        Assert.Null(ControlGroups.TryOpen(files, "e", Own));
    }

    [Fact]
    public void A_host_that_delegates_memory_alone_gets_processors_by_affinity()
    {
        var files = new FakeControlGroups("/cg/own", "memory");

        var plan = new ServiceLimiter(ControlGroups.TryOpen(files, "e", Own)).Plan("llm", 1, new Limits { Memory = 1 << 20, Cpus = 0.5 });

        Assert.Equal("1048576", files.Written["/cg/own/envc-e/llm-1/memory.max"]);
        Assert.Contains("`limits.cpus` has no effect", Assert.Single(plan.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_control_groups_limits_are_inherited_ones()
    {
        var plan = new ServiceLimiter(null).Plan("llm", 1, new Limits { Memory = 1L << 30, Files = 4096 });

        Assert.Equal("ulimit -n 4096; ulimit -d 1048576; ", plan.Prologue);
        Assert.Contains("data of each process", Assert.Single(plan.Notes), StringComparison.Ordinal);
        Assert.Equal(Math.Max(OomScore.Current, 200), plan.OomScoreAdjust ?? OomScore.Current);
    }

    [Fact]
    public void Processors_are_spread_over_services_and_given_back()
    {
        var shares = new ProcessorShares([0, 1, 2]);

        Assert.Equal([0], shares.Take(1));
        Assert.Equal([1, 2], shares.Take(2));
        shares.Release([1, 2]);
        Assert.Equal([1], shares.Take(1));
        Assert.Null(shares.Take(3));
    }

    /// <summary>The same groups, seen from another one.</summary>
    private sealed class MovedControlGroups(FakeControlGroups files, string own) : IControlGroupFiles
    {
        public string? Own => own;

        public Delegation DelegationOf(string group) => files.DelegationOf(group);

        public IReadOnlyList<string> Children(string group) => files.Children(group);

        public string? TryRead(string path) => files.TryRead(path);

        public bool TryWrite(string path, string text) => files.TryWrite(path, text);

        public bool TryCreate(string group) => files.TryCreate(group);

        public bool TryRemove(string group) => files.TryRemove(group);
    }
}
