using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Solving.Debian;

/// <summary>Debian's relationship fields (Policy 7), each by the smallest catalog that shows it.</summary>
public sealed class DebianRelationsTests
{
    [Fact]
    public void Dependencies_and_pre_dependencies_are_followed_and_recommendations_are_not() => Assert.Equal(
        ["app 1", "early 1", "library 1"],
        Of(Package("app", "1", "Pre-Depends: early\nDepends: library (>= 1)\nRecommends: extra"),
            Package("early", "1"), Package("library", "1"), Package("extra", "1")).Closure(App));

    [Fact]
    public void The_first_alternative_that_is_there_is_taken() => Assert.Equal(
        ["app 1", "second 1"],
        Of(Package("app", "1", "Depends: first | second | third"), Package("second", "1"), Package("third", "1")).Closure(App));

    [Fact]
    public void A_real_package_is_preferred_to_one_that_provides_its_name() => Assert.Equal(
        ["app 1", "mta 1"],
        Of(Package("app", "1", "Depends: mta"), Package("aaa", "1", "Provides: mta\nPriority: required"), Package("mta", "1")).Closure(App));

    [Fact]
    public void Providers_are_chosen_by_priority_then_by_name() => Assert.Equal(
        ["app 1", "bbb 1"],
        Of(Package("app", "1", "Depends: mta"),
            Package("aaa", "1", "Provides: mta\nPriority: optional"),
            Package("ccc", "1", "Provides: mta\nPriority: important"),
            Package("bbb", "1", "Provides: mta\nPriority: important")).Closure(App));

    [Fact]
    public void A_provided_name_without_a_version_does_not_satisfy_a_versioned_need() => Assert.Equal(
        ["app 1", "versioned 1"],
        Of(Package("app", "1", "Depends: abi (>= 3)"),
            Package("plain", "1", "Provides: abi"),
            Package("older", "1", "Provides: abi (= 2)"),
            Package("versioned", "1", "Provides: abi (= 3.1)")).Closure(App));

    [Theory]
    [InlineData("Conflicts")]
    [InlineData("Breaks")]
    public void Whom_a_package_refuses_is_not_chosen_beside_it(string field) => Assert.Equal(
        ["app 1", "second 1"],
        Of(Package("app", "1", $"Depends: first | second\n{field}: first (<< 2)"), Package("first", "1"), Package("second", "1")).Closure(App));

    [Fact]
    public void A_package_that_refuses_a_name_it_provides_does_not_refuse_itself() => Assert.Equal(
        ["app 1"],
        Of(Package("app", "1", "Provides: mta\nConflicts: mta"), Package("other", "1", "Provides: mta\nConflicts: mta")).Closure(App));

    [Fact]
    public void Two_providers_that_refuse_the_name_cannot_stand_together() => Assert.Equal(
        "ENVC0255",
        Of(Package("app", "1", "Provides: mta\nConflicts: mta"), Package("other", "1", "Provides: mta\nConflicts: mta"))
            .Problem("a.pkg-path = \"app\"\nb.pkg-path = \"other\"").Code);

    [Theory]
    [InlineData("first:i386 | second", "second 1")]
    [InlineData("first:arm64 (>= 1) | second", "second 1")]
    [InlineData("first:amd64 | second", "first 1")]
    [InlineData("virtual:amd64 (>= 2) | second", "provider 1")]
    [InlineData("virtual:i386 | second", "second 1")]
    public void A_qualifier_other_than_the_locks_architecture_is_satisfied_by_nothing(string dependency, string taken) => Assert.Equal(
        new[] { "app 1", taken }.Order(),
        Of(Package("app", "1", $"Depends: {dependency}"), Package("first", "1", "Multi-Arch: same"), Package("second", "1"),
            Package("provider", "1", "Provides: virtual (= 2)")).Closure(App));

    [Fact]
    public void A_conflict_with_a_foreign_architecture_refuses_nothing_here() => Assert.Equal(
        ["app 1", "libc6 1"],
        Of(Package("app", "1", "Depends: libc6\nConflicts: libc6:i386"), Package("libc6", "1")).Closure(App));

    [Fact]
    public void Any_is_satisfied_by_a_package_that_allows_it_only()
    {
        var dependent = Package("app", "1", "Depends: perl:any");
        Assert.Equal(["app 1", "perl 5"], Of(dependent, Package("perl", "5", "Multi-Arch: allowed")).Closure(App));
        Assert.Equal("ENVC0255", Of(dependent, Package("perl", "5")).Problem(App).Code);
    }

    [Fact]
    public void The_hosts_driver_satisfies_without_a_package() => Assert.Equal(
        ["app 1"],
        Of(Package("app", "1", "Depends: libcuda1 (>= 550), libnvidia-ml1"), Package("libcuda1", "550")).Closure(App));

    [Fact]
    public void All_of_the_drivers_packages_are_the_hosts_and_the_toolkits_are_not() => Assert.Equal(
        ["app 1", "nvidia-cuda-dev 12"],
        Of(Package("app", "1", "Depends: libcuda-12.2-1, libnvcuvid1, libnvoptix1, libegl-nvidia0, libglx-nvidia0, nvidia-cuda-mps, nvidia-cuda-dev"),
            Package("nvidia-cuda-dev", "12"), Package("nvidia-cuda-mps", "550")).Closure(App));

    [Fact]
    public void The_hosts_driver_does_not_stand_before_an_earlier_alternative() => Assert.Equal(
        ["app 1", "ocl-icd-libopencl1 2"],
        Of(Package("app", "1", "Depends: ocl-icd-libopencl1 | nvidia-libopencl1"), Package("ocl-icd-libopencl1", "2")).Closure(App));

    [Fact]
    public void The_cuda_toolkit_is_a_package_as_any_other() => Assert.Equal(
        ["app 1", "nvidia-cuda-toolkit 12"],
        Of(Package("app", "1", "Depends: nvidia-cuda-toolkit"), Package("nvidia-cuda-toolkit", "12")).Closure(App));

    private const string App = "app.pkg-path = \"app\"";
}
