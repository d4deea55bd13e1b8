using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Artifacts;

namespace EnvCompiler.Ship.Tests.Artifacts;

public sealed class BuiltCommandsTests
{
    private static readonly Target s_cpu = new("x86_64-linux", "cpu");
    private static readonly Target s_gpu = new("x86_64-linux", "sm_90");

    [Fact]
    public void Roots_come_back_with_what_is_common_and_what_differs()
    {
        var locked = Locked();
        var commands = BuiltCommands.Of(new Dictionary<Target, IReadOnlyDictionary<string, RealisedRoot>>
        {
            [s_cpu] = Root(locked, s_cpu, ("tool", ["/usr/bin/tool"]), ("base", ["/usr/bin/awk"])),
            [s_gpu] = Root(locked, s_gpu, ("tool", ["/usr/bin/tool", "/usr/bin/tool-gpu"]), ("base", ["/usr/bin/awk"])),
        });
        Assert.Equal(["x86_64-linux/cpu", "x86_64-linux/sm_90"], commands.Targets);
        Assert.Equal(["base", "tool"], commands.Commands.Keys);
        Assert.Equal("x86_64-linux/sm_90 toplevel", Assert.Single(commands.Differences!).Key);

        var roots = commands.RootsOf(locked)!;
        Assert.Equal(["/usr/bin/tool"], roots[s_cpu]["toplevel"].Commands["tool"]);
        Assert.Equal(["/usr/bin/tool", "/usr/bin/tool-gpu"], roots[s_gpu]["toplevel"].Commands["tool"]);
        Assert.Equal(["/usr/bin/awk"], roots[s_gpu]["toplevel"].Commands["base"]);
        Assert.Equal(RootId.Of(locked, locked.Targets["x86_64-linux/cpu"].Groups["toplevel"]), roots[s_cpu]["toplevel"].Id);
    }

    [Fact]
    public void A_target_that_the_lock_has_not_is_told() =>
        Assert.Null(new BuiltCommands { Targets = ["x86_64-linux/sm_70"], Commands = [] }.RootsOf(Locked()));

    private static Dictionary<string, RealisedRoot> Root(Lock locked, Target target, params (string Package, string[] Commands)[] packages) => new(StringComparer.Ordinal)
    {
        ["toplevel"] = new RealisedRoot(
            RootId.Of(locked, locked.Targets[target.ToString()].Groups["toplevel"]), "/somewhere", packages.ToDictionary(each => each.Package, each => (IReadOnlyList<string>)each.Commands)),
    };

    private static Lock Locked()
    {
        var group = new LockedGroup { Install = new(StringComparer.Ordinal) { ["tool"] = "tool" }, Packages = ["base", "tool"] };
        return new Lock
        {
            Request = new LockRequest { Catalogs = [], Install = [], Models = [], Targets = ["x86_64-linux/cpu", "x86_64-linux/sm_90"], Base = true },
            Targets = new(StringComparer.Ordinal)
            {
                ["x86_64-linux/cpu"] = new LockedTarget { Groups = new(StringComparer.Ordinal) { ["toplevel"] = group } },
                ["x86_64-linux/sm_90"] = new LockedTarget { Groups = new(StringComparer.Ordinal) { ["toplevel"] = group } },
            },
            Packages = new(StringComparer.Ordinal)
            {
                ["base"] = Package("base"),
                ["tool"] = Package("tool"),
            },
        };
    }

    private static LockedPackage Package(string name) => new()
    {
        Kind = "debian", Name = name, Version = "1", Architecture = "amd64", Catalog = "debian", Suite = "forky", Path = $"pool/{name}.deb", Size = 1, Sha256 = new string('a', 64),
    };
}
