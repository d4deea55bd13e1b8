using EnvCompiler.Compile.Activation;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Compile.Tests.Activation;

public sealed class ShimsTests
{
    [Fact]
    public void The_parts_that_a_package_was_split_into_get_shims_and_other_packages_do_not()
    {
        var source = Sample.Source();
        LockedPackage[] packages = [Package("tool", "tool"), Package("tool-minimal", "tool"), Package("tool-plugin", "plugins"), Package("toolbox", "tool")];
        var group = new LockedGroup { Install = new() { ["tool"] = packages[0].Id }, Packages = [.. packages.Select(package => package.Id)] };
        var target = new LockedTarget { Groups = new() { ["toplevel"] = group } };
        var locked = Sample.Locked(source) with { Packages = new(packages.ToDictionary(package => package.Id), StringComparer.Ordinal) };
        var root = new RealisedRoot(
            new string('a', 64), "/store", packages.ToDictionary(package => package.Id, package => (IReadOnlyList<string>)[$"/usr/bin/{package.Name}"]));
        var shims = Shims.Choose(source, locked, target, new Dictionary<string, RealisedRoot> { ["toplevel"] = root }, []);
        Assert.Equal(["tool", "tool-minimal"], shims.Keys);
    }

    private static LockedPackage Package(string name, string source) => new()
    {
        Kind = "debian",
        Name = name,
        Version = "1",
        Architecture = "amd64",
        Catalog = "debian",
        Suite = "trixie",
        Path = $"pool/main/t/{source}/{name}_1_amd64.deb",
        Size = 1,
        Sha256 = new string('f', 64),
    };
}
