using static EnvCompiler.Resolve.Tests.Locking.SmallCatalog;

namespace EnvCompiler.Resolve.Tests.Locking;

public sealed class DriverFloorTests
{
    [Theory]
    [InlineData("libcuda1 (>= 440) | libcuda.so.1 (>= 440)", "440")]
    [InlineData("libcuda1 (>= 550.54) | libcuda.so.1 (>= 525), libnvidia-ml1 (>= 470)", "525")]
    [InlineData("libcuda1 (>= 440), libnvidia-ml1 (= 550.163.01-5)", "550.163.01")]
    [InlineData("libcuda1", null)]
    [InlineData("libcuda1 (>= 440) | app", null)]
    [InlineData("app (>= 1)", null)]
    public void A_versioned_need_of_the_driver_is_a_floor(string depends, string? floor)
    {
        var locked = Of(Package("cuda", "1", $"Depends: {depends}"), Package("app", "1")).Lock("c.pkg-path = \"cuda\"").Value;
        Assert.Equal(floor, locked.Packages.Values.Single(package => package.Name == "cuda").DriverFloor);
    }
}
