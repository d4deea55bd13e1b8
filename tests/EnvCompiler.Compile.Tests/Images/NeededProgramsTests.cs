using EnvCompiler.Compile.Contained;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Tests.Images;

public sealed class NeededProgramsTests
{
    [Fact]
    public void What_an_engine_and_commands_run_is_needed_and_what_the_launcher_does_itself_is_not()
    {
        var graph = new ServiceGraph
        {
            Services = new SortedDictionary<string, ServiceSpec>(StringComparer.Ordinal)
            {
                ["llm"] = new() { Command = "llamacpp-serve", Group = "toplevel", Backend = "llamacpp" },
                ["web"] = new() { Command = "export A=1 && exec caddy run", Group = "toplevel" },
            },
        };
        var contained = new ContainedEnvironmentCompiler("demo", 3, "x86_64-linux/cpu").Compile(new ActivationSpec { EnvcVersion = "1" }, graph, null, ("seq 3 | tac", null));

        var needed = NeededPrograms.Of(contained, name => BackendCatalog.Find(name)! with { Needs = ["cc", "ldconfig", "nvcc"] });

        Assert.Equal(
            [("bash", true), ("caddy", false), ("cc", true), ("ldconfig", true), ("llama-server", true), ("nvcc", true)],
            needed.Select(program => (program.Name, program.IsRequired)).Where(program => program.Name != "llamacpp-serve").Order());
        Assert.Equal("`llamacpp` needs it", needed.Single(program => program.Name == "nvcc").Reason);
        Assert.DoesNotContain(NeededPrograms.Of(contained, BackendCatalog.Find), program => program.Name == "nvcc");
    }
}
