using EnvCompiler.Resolve.Searching;
using EnvCompiler.Resolve.Tests.Catalogs.Debian;
using EnvCompiler.TestKit;
using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Searching;

public sealed class NearPackagesTests
{
    [Theory]
    [InlineData("llama-cpp", "llama.cpp")]
    [InlineData("promethues", "prometheus")]
    [InlineData("transformers", "python3-transformers")]
    [InlineData("Transformers", "python3-transformers")]
    [InlineData("formers")]
    [InlineData("httpd")]
    [InlineData("")]
    public void A_wrong_name_leads_to_packages(string name, params string[] near)
    {
        var suites = Of(
            Package("llama.cpp", "1"), Package("prometheus", "1", "Provides: httpd"), Package("python3-transformers", "1")).Catalogs[0].Suites;
        Assert.Equal(near, NearPackages.Of(name, suites));
    }

    [Fact]
    public void Where_nothing_is_near_the_other_components_are_named()
    {
        var suite = Of(Package("curl", "1")).Catalogs[0].Suites[0] with { OtherComponents = ["contrib", "non-free"] };
        var problem = new Locking.SmallCatalog().With("debian", suite).Problem("x.pkg-path = \"libcudart12\"");
        Assert.Equal("it may be in another component: the catalog's `components` could also name `contrib`, `non-free`", problem.Hint);
    }

    [RequiresMirror("gpgv")]
    public async Task In_all_of_Debian_they_are_found_while_a_person_blinks()
    {
        using var directory = new TemporaryDirectory();
        var catalog = await RealCatalog.LoadAsync(directory, ["forky"], ["main"]);
        Assert.Contains("contrib", catalog.Suites[0].OtherComponents);
        NearPackages.Of("nginx", catalog.Suites);
        foreach (var (name, near) in new[] { ("llama-cpp", "llama.cpp"), ("transformers", "python3-transformers"), ("python3-nunpy", "python3-numpy") })
            Assert.InRange(CpuTime.Of(() => Assert.Contains(near, NearPackages.Of(name, catalog.Suites))), TimeSpan.Zero, TimeSpan.FromSeconds(2));
    }
}
