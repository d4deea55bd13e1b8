using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Tests.Pipeline;

/// <summary>Real output of nvcc in a store, held against targets.</summary>
public sealed class DeviceCodeReviewTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly List<string> said = [];

    [Fact]
    public void Machine_code_for_the_SM_needs_no_word()
    {
        Assert.Empty(Review("sm_90", "sm_90"));
        Assert.Empty(Review("sm_80", "sm_86"));
        Assert.Empty(said);
    }

    [Fact]
    public void What_the_driver_compiles_first_is_told_with_its_size()
    {
        Assert.Empty(Review("ptx_80", "sm_90"));
        Assert.Matches("^envc: `axpy` has no machine code for sm_90: the driver compiles up to [0-9.]+ k?B of PTX when it is first used", Assert.Single(said));
    }

    [Theory]
    [InlineData("preferred", Severity.Warning)]
    [InlineData("required", Severity.Error)]
    public void What_cannot_run_is_told_before_it_is_started(string accelerator, Severity severity)
    {
        var problem = Assert.Single(Review("sm_90", "sm_80", $"accelerator = \"{accelerator}\""));
        Assert.Equal(("ENVC0245", severity), (problem.Code, problem.Severity));
        Assert.StartsWith("`axpy` has no device code that runs on `sm_80`, only on `sm_90`", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PTX_that_the_promised_driver_does_not_know_is_told()
    {
        var problem = Assert.Single(Review("ptx_80", "sm_90", "driver = \">=550\""));
        Assert.Equal("ENVC0246", problem.Code);
        Assert.Contains("which drivers from 580.65.06 compile, and hosts promise 550", problem.Message, StringComparison.Ordinal);
        Assert.Empty(Review("ptx_80", "sm_90", "driver = \">=580\""));
    }

    [Fact]
    public void Targets_without_an_SM_are_not_reviewed() => Assert.Empty(Review("sm_90", "cpu"));

    public void Dispose() => directory.Dispose();

    private IReadOnlyList<Diagnostic> Review(string build, string accelerator, string options = "")
    {
        var source = ManifestReader.Read("manifest.toml", $"version = 1\n[options]\n{options}\n").Value;
        var package = new LockedPackage
        {
            Kind = "debian", Name = "axpy", Version = "1", Architecture = "amd64", Catalog = "debian", Suite = "sid", Path = "pool/axpy.deb", Size = 1,
            Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(build))),
        };
        var store = new StoreLayout(directory.File("store"));
        var program = Path.Combine(store.ObjectFileSystem(package.Sha256), "usr", "bin", "axpy");
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.Copy(RepositoryRoot.File("tests", "EnvCompiler.Resolve.Tests", "Fixtures", "gpu", "axpy", $"axpy-{build}"), program, overwrite: true);
        var target = new Target("x86_64-linux", accelerator);
        var locked = new Lock { Request = LockRequests.From(source.Manifest), Packages = new() { [package.Id] = package } };
        locked.Targets.Add(target.ToString(), new LockedTarget { Groups = new() { ["toplevel"] = new LockedGroup { Install = [], Packages = [package.Id] } } });
        return new DeviceCodeReview(new LockedEnvironment(source, [], locked, []), store).Review(target, said.Add);
    }
}
