using EnvCompiler.TestKit;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Locking;

/// <summary>Whole messages of the failures that people are likeliest to meet.</summary>
public sealed class FailureTests
{
    [Fact]
    public void A_misspelt_package() => Tells(
        "misspelt", Of(Package("prometheus", "1", "Provides: promethus"), Package("nginx", "1")), "p.pkg-path = \"promtheus\"");

    [Fact]
    public void A_virtual_package() => Tells(
        "virtual", Of(Package("mawk", "1", "Provides: awk"), Package("gawk", "1", "Provides: awk")), "a.pkg-path = \"awk\"");

    [Fact]
    public void A_misspelt_catalog() => Tells("catalog", Of(Package("app", "1")), "a.pkg-path = \"debain/app\"");

    [Fact]
    public void A_version_that_is_not_there() => Tells(
        "version", Of(Package("app", "1.1-1"), Package("app", "1.2-1")), "a = { pkg-path = \"app\", version = \"2\" }");

    [Fact]
    public void A_constraint_that_is_none() => Tells(
        "constraint", Of(Package("app", "1.1-1")), "a = { pkg-path = \"app\", version = \">=1:1.1\" }");

    [Fact]
    public void A_package_of_the_driver() => Tells("driver", Of(Package("app", "1")), "a.pkg-path = \"nvidia-smi\"");

    [Fact]
    public void A_need_that_no_suite_has() => Tells(
        "missing-dependency",
        Of(Package("app", "1", "Depends: library"), Package("library", "1", "Depends: deep (>= 2)"), Package("deep", "1")),
        "a.pkg-path = \"app\"");

    [Fact]
    public void A_need_that_is_provided_in_another_version() => Tells(
        "provided-version",
        Of(Package("app", "1", "Depends: perlapi (= 5.42)"), Package("perl-base", "5.40", "Provides: perlapi (= 5.40)")),
        "a.pkg-path = \"app\"");

    [Fact]
    public void Two_requests_that_refuse_each_other() => Tells(
        "conflict",
        Of(Package("exim", "1", "Provides: mta\nConflicts: mta"), Package("postfix", "1", "Provides: mta\nConflicts: mta")),
        "mail.pkg-path = \"exim\"\nother.pkg-path = \"postfix\"");

    [Fact]
    public void Two_requests_that_need_different_versions() => Tells(
        "versions",
        Of(Package("old", "1", "Depends: library (<< 2)"), Package("new", "1", "Depends: library (>= 2)"), Package("library", "1"), Package("library", "2")),
        "new.pkg-path = \"new\"\nold.pkg-path = \"old\"");

    [Fact]
    public void Alternatives_that_are_all_out() => Tells(
        "alternatives",
        Of(Package("app", "1", "Depends: first | second, library"),
            Package("first", "1", "Depends: gone"),
            Package("second", "1"),
            Package("library", "1", "Breaks: second")),
        "a.pkg-path = \"app\"");

    [Fact]
    public void All_problems_are_told_in_one_run()
    {
        var result = Of(Package("app", "1")).Lock("a.pkg-path = \"ap\"\nb.pkg-path = \"x/app\"\nc = { pkg-path = \"app\", version = \"3\" }");
        Assert.Equal(["ENVC0250", "ENVC0251", "ENVC0253"], result.Diagnostics.Select(problem => problem.Code));
        Assert.Equal([5, 6, 7], result.Diagnostics.Select(problem => problem.Place!.Value.Line));
    }

    private static void Tells(string name, SmallCatalog catalog, string install) =>
        Expectation.Matches($"tests/EnvCompiler.Resolve.Tests/Expected/failure-{name}.txt", $"{catalog.Problem(install)}\n");
}
