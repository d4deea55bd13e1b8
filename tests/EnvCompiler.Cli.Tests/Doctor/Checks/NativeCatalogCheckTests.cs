using EnvCompiler.Cli.Doctor;
using EnvCompiler.Cli.Doctor.Checks;

namespace EnvCompiler.Cli.Tests.Doctor.Checks;

public sealed class NativeCatalogCheckTests : IDisposable
{
    private const string Manifest = "version = 1\n[catalogs.acme]\ntype = \"native\"\nlocation = \"../acme\"\n";
    private readonly FakeHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task Without_such_a_catalog_nothing_is_said()
    {
        Assert.Empty(await host.RunAsync(new NativeCatalogCheck()));
        host.SetEnvironment("version = 1");
        Assert.Empty(await host.RunAsync(new NativeCatalogCheck()));
    }

    [Fact]
    public async Task One_that_nothing_was_published_in_yet_is_a_warning()
    {
        host.SetEnvironment(Manifest);
        Assert.Equal(("catalog acme", CheckState.Warning), await JudgedAsync());
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_a_failure()
    {
        host.SetEnvironment(Manifest);
        host.Write("acme/packages/axpy.json", "{");
        Assert.Equal(("catalog acme", CheckState.Failed), await JudgedAsync());
    }

    [Fact]
    public async Task Artifacts_must_be_there_in_their_size()
    {
        host.SetEnvironment(Manifest);
        var hash = new string('a', 64);
        host.Write("acme/packages/axpy.json", $$"""
            {
              "catalog-version": 1, "name": "axpy",
              "versions": { "1.0-1": { "builds": { "cuda": { "system": "x86_64-linux", "artifact": { "path": "artifacts/{{hash}}.deb", "size": 4, "sha256": "{{hash}}" } } } } }
            }
            """);
        Assert.Equal(("catalog acme", CheckState.Failed), await JudgedAsync());
        host.Write($"acme/artifacts/{hash}.deb", "abcd");
        Assert.Equal(CheckResult.Ok("catalog acme", $"`{host.Files.File("acme")}` has 1 packages in 1 builds"), Assert.Single(await host.RunAsync(new NativeCatalogCheck())));
        host.Write($"acme/artifacts/{hash}.deb", "abc");
        Assert.Equal(("catalog acme", CheckState.Failed), await JudgedAsync());
    }

    private async Task<(string Name, CheckState State)> JudgedAsync()
    {
        var result = Assert.Single(await host.RunAsync(new NativeCatalogCheck()));
        return (result.Name, result.State);
    }
}
