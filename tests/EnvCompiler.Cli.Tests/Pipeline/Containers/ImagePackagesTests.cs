using EnvCompiler.Cli.Pipeline.Containers;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Cli.Tests.Pipeline.Containers;

public sealed class ImagePackagesTests
{
    [Fact]
    public void All_programs_that_an_engine_needs_and_no_package_brings_are_named_in_one_run()
    {
        var group = new LockedGroup { Packages = [], Install = new(StringComparer.Ordinal) };
        var root = new RealisedRoot("id", "/nowhere", new Dictionary<string, IReadOnlyList<string>> { ["binutils"] = ["/usr/bin/ld", "/usr/sbin/ldconfig"] });
        NeededProgram[] needed =
        [
            new("cc", "`vllm` needs it", IsRequired: true), new("ldconfig", "`vllm` needs it", IsRequired: true), new("nvcc", "`vllm` needs it", IsRequired: true), new("cp", "`cp a b` runs it", IsRequired: false),
        ];

        var chosen = new ImagePackages(new StoreLayout("/nowhere"), new Lock { Request = new LockRequest { Catalogs = [], Install = [], Models = [], Targets = [], Base = false } }, "engines", group, root).Choose("x86_64-linux/cpu", needed);

        Assert.Equal(["ENVC0440", "ENVC0440"], chosen.Diagnostics.Select(problem => problem.Code));
        Assert.All(chosen.Diagnostics.Zip((string[])["`cc`", "`nvcc`"]), each =>
        {
            Assert.Contains(each.Second, each.First.Message, StringComparison.Ordinal);
            Assert.Contains("`engines`", each.First.ToString(), StringComparison.Ordinal);
            Assert.NotNull(each.First.Hint);
        });
    }
}
