using EnvCompiler.Compile.Systemd;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Tests.Systemd;

/// <summary>Environments whose units are looked at. Every path is one that the tests' own machine has, because systemd-analyze looks for programs.</summary>
internal static class SampleUnits
{
    /// <summary>Every place of a unit that takes text of a person.</summary>
    internal const string Hostile = "a\"; rm -rf / %h ${X} $X {{x}} \\ ' é\u00a0日本\n[Service]\nExecStart=/bin/false\\";

    /// <summary>A server, a cache that it needs, a job before them; with all that a unit can say.</summary>
    internal static UnitRequest Full(string launcher) => Request("stack", launcher) with
    {
        Description = "A server and what it needs",
        Graph = Graph(
            ("cache", new ServiceSpec { Command = "cache", Group = "toplevel", Restart = new Restart { Policy = RestartPolicy.Always, Max = 5 } }),
            ("fetch", new ServiceSpec { Command = "fetch", Group = "toplevel" }),
            ("server", new ServiceSpec
            {
                Command = "server",
                Group = "toplevel",
                Startup = new Probe { Log = "loaded", Deadline = TimeSpan.FromMinutes(2) },
                Ready = new Probe { Http = "/health", Deadline = TimeSpan.FromMinutes(20) },
                Live = new Probe { Http = "/health", Period = TimeSpan.FromSeconds(10), Failures = 3 },
                Warmup = [new WarmupRequest { Chat = "hello" }],
                DependsOn = new(StringComparer.Ordinal)
                {
                    ["cache"] = new ServiceDependency { Restart = true },
                    ["fetch"] = new ServiceDependency { Condition = DependencyCondition.Completed },
                },
                Restart = new Restart { Delay = TimeSpan.FromMilliseconds(1500) },
                Shutdown = new Shutdown { Timeout = TimeSpan.FromSeconds(90) },
                Limits = new Limits { Memory = 8L << 30, Cpus = 1.5, Files = 65536, OomScoreAdjust = -500 },
            })),
        Secrets = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["API_KEY"] = "/srv/stack/.envc/secrets/API_KEY" },
    };

    /// <summary>Services that ask for GPUs.</summary>
    internal static UnitRequest Gpus(string launcher) => Request("gpus", launcher) with
    {
        Target = new Target("x86_64-linux", "sm_90"),
        Graph = Graph(
            ("large", new ServiceSpec { Command = "large", Group = "toplevel", Gpus = new GpuRequest { Count = 2 } }),
            ("named", new ServiceSpec { Command = "named", Group = "toplevel", Gpus = new GpuRequest { Devices = ["1"] } }),
            ("small", new ServiceSpec { Command = "small", Group = "toplevel", Gpus = new GpuRequest { Count = 1 } })),
    };

    /// <summary>Hostile texts wherever there may be some.</summary>
    internal static UnitRequest OfHostile(string launcher) => Request("%h \"$X\n\\", launcher) with
    {
        Description = Hostile,
        Directory = "/srv/a\"; rm -rf ${X} %h \\",
        Graph = Graph((Hostile, new ServiceSpec { Command = Hostile, Group = "toplevel" }), ("b-c", new ServiceSpec
        {
            Command = "true",
            Group = "toplevel",
            DependsOn = new(StringComparer.Ordinal) { [Hostile] = new ServiceDependency() },
        })),
        Binds = new Dictionary<string, IReadOnlyList<UnitBind>> { ["toplevel"] = [new("/srv/a: \"b\" %h ${X} \\/é", "/srv/models/a: \"b\" %h ${X} \\/é")] },
        Secrets = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["KEY"] = "/srv/a\"; rm -rf ${X} %h \\/.envc/secrets/KEY" },
    };

    internal static UnitRequest Request(string name, string launcher) => new()
    {
        Name = name,
        Directory = "/srv/" + name,
        Generation = 7,
        Target = Sample.Cpu,
        Graph = new ServiceGraph(),
        Launcher = launcher,
        Roots = new Dictionary<string, string> { ["toplevel"] = "/var/lib/envc/units/0123" },
        Binds = new Dictionary<string, IReadOnlyList<UnitBind>>
        {
            ["toplevel"] = [new("/var/lib/envc/roots/4567/fs/usr", "/usr"), new("/etc/resolv.conf", "/etc/resolv.conf", IsOptional: true)],
        },
    };

    private static ServiceGraph Graph(params (string Name, ServiceSpec Spec)[] services)
    {
        var graph = new ServiceGraph();
        foreach (var (name, spec) in services)
            graph.Services.Add(name, spec);
        return graph;
    }
}
