using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Conditions;
using EnvCompiler.Resolve.Locking;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Locking;

public sealed class TargetSelectionTests
{
    private static readonly string[] Stanzas = [Package("kernels", "1", "Depends: library"), Package("library", "1"), Package("app", "1")];

    [Fact]
    public void A_package_whose_condition_does_not_hold_is_not_locked()
    {
        var locked = Of(Stanzas).Lock("k = { pkg-path = \"kernels\", when = 'sm >= 80' }\na = { pkg-path = \"app\", when = 'accelerator == \"cpu\"' }").Value;
        Assert.Equal(["app 1"], ClosureOf(locked, "toplevel"));
        Assert.Equal(["a"], locked.Targets["x86_64-linux/cpu"].Groups["toplevel"].Install.Keys);
        Assert.Equal("sm >= 80", locked.Request.Install["k"].When);
    }

    [Fact]
    public void A_group_without_a_package_left_is_there_still() =>
        Assert.Empty(ClosureOf(Of(Stanzas).Lock("k = { pkg-path = \"kernels\", when = 'sm >= 80', pkg-group = \"gpu\" }").Value, "gpu"));

    [Fact]
    public void A_package_that_no_catalog_has_is_no_problem_where_it_is_not_wanted() =>
        Assert.True(Of(Stanzas).Lock("k = { pkg-path = \"nowhere\", when = 'sm >= 80' }").Ok);

    [Fact]
    public void Another_condition_makes_the_lock_stale()
    {
        var locked = Of(Stanzas).Lock("k = { pkg-path = \"kernels\", when = 'sm >= 80' }").Value;
        Assert.True(LockRequests.IsFresh(locked, Manifest("k = { pkg-path = \"kernels\", when = 'sm >= 80' }").Manifest));
        Assert.False(LockRequests.IsFresh(locked, Manifest("k = { pkg-path = \"kernels\", when = 'sm >= 90' }").Manifest));
        Assert.False(LockRequests.IsFresh(locked, Manifest("k = { pkg-path = \"kernels\" }").Manifest));
    }

    [Fact]
    public void Each_target_gets_what_is_meant_for_it()
    {
        var source = ManifestReader.Read("manifest.toml", """
            version = 1
            [install]
            all.pkg-path = "a"
            hopper = { pkg-path = "h", when = 'sm >= 90 && sm < 100' }
            [models.large]
            path = "l"
            when = 'accelerator != "cpu"'
            [models.small]
            path = "s"
            when = 'accelerator == "cpu"'
            [models.nobodys]
            path = "n"
            when = 'arch == "aarch64"'
            """).Value;
        var request = LockRequests.From(source.Manifest) with { Targets = ["x86_64-linux/cpu", "x86_64-linux/sm_90"] };
        var selection = new TargetSelection(request, ConditionReader.Read(source).Value);
        Assert.Equal(["large", "small"], selection.Models.Keys);
        Assert.Equal(["all"], selection.For(new Target("x86_64-linux", "cpu")).Install.Keys);
        Assert.Equal(["all", "hopper"], selection.For(new Target("x86_64-linux", "sm_90")).Install.Keys);
        Assert.Equal(["small"], selection.For(new Target("x86_64-linux", "cpu")).Models.Keys);
        Assert.Equal(["large"], selection.For(new Target("x86_64-linux", "sm_90")).Models.Keys);
    }

    [Fact]
    public void A_condition_that_holds_nowhere_is_a_warning_with_its_reason_for_each_target()
    {
        var source = ManifestReader.Read("manifest.toml", """
            version = 1
            [install]
            never = { pkg-path = "a", when = 'sm >= 90 && sm < 80' }
            sometimes = { pkg-path = "a", when = 'sm >= 90' }
            [services.gpus]
            command = "true"
            when = 'gpu.count >= 2 && gpu.memory >= "80G"'
            [services.contradiction]
            command = "true"
            when = 'gpu.count >= 2 && sm < 90'
            """).Value;
        var request = LockRequests.From(source.Manifest) with { Targets = ["x86_64-linux/cpu", "x86_64-linux/sm_90"] };
        Assert.Equal(
            """
            manifest.toml(3,35): warning ENVC0287: `install.never.when` holds for no target of the manifest
              x86_64-linux/cpu: `sm >= 90` does not hold, `sm` has no value
              x86_64-linux/sm_90: `sm < 80` does not hold, `sm` is 90
            manifest.toml(10,9): warning ENVC0287: `services.contradiction.when` holds for no target of the manifest
              x86_64-linux/cpu: `sm < 90` does not hold, `sm` has no value
              x86_64-linux/sm_90: `sm < 90` does not hold, `sm` is 90
            """,
            string.Join('\n', NeverHolding.Find(source, request, ConditionReader.Read(source).Value)));
    }

    private static ManifestSource Manifest(string install) =>
        ManifestReader.Read("manifest.toml", $"version = 1\n[options]\nbase = false\n[install]\n{install}\n").Value;
}
