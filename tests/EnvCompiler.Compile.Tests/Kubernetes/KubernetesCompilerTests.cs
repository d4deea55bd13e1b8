using EnvCompiler.Compile.Kubernetes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Kubernetes;

public sealed class KubernetesCompilerTests
{
    [Fact]
    public void Quickstarts_files_are_as_expected() => Matches(Exported.OfRepository("quickstart", "cpu"));

    [Fact]
    public void Llamacpps_files_are_as_expected() => Matches(Exported.OfRepository("llamacpp", "sm_89", "sm_90"));

    [Fact]
    public void The_files_of_an_environment_with_everything_are_as_expected() => Matches(Exported.Of("stack", Manifests.Stack, "cpu", "sm_90"));

    [Fact]
    public void The_files_of_a_hostile_environment_are_as_expected() => Matches(Exported.Of(Manifests.HostileName, Manifests.Hostile, "cpu"), "hostile");

    private static void Matches(KubernetesEnvironment environment, string? name = null)
    {
        var files = Exported.Compile(environment).Files;
        var directory = $"tests/EnvCompiler.Compile.Tests/Expected/kubernetes/{name ?? environment.Name}";
        foreach (var (file, text) in files)
            Expectation.Matches($"{directory}/{file}", text);
        Assert.Equal(files.Keys, Directory.GetFiles(RepositoryRoot.File(directory.Split('/'))).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }
}
