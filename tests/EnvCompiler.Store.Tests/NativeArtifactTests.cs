using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Tests.Support;

namespace EnvCompiler.Store.Tests;

/// <summary>Artifacts of a native catalog come out of its directory, by their hash, and never over the network.</summary>
public sealed class NativeArtifactTests : IDisposable
{
    private readonly StoreFixture fixture = new();
    private readonly LockedPackage package;

    public NativeArtifactTests()
    {
        var deb = new DebBuilder("kernels").With(tar => tar.File("./usr/lib/kernels", "code"));
        var bytes = deb.Build();
        package = fixture.Add(deb.Locked(bytes) with { Kind = LockedPackage.Native, Catalog = "acme", Path = "artifacts/kernels.deb", Build = new LockedBuild { Name = "sm_90" } });
        Directory.CreateDirectory(fixture.Directory.File("catalog/artifacts"));
        File.WriteAllBytes(Artifact, bytes);
    }

    private string Artifact => fixture.Directory.File("catalog/artifacts/kernels.deb");

    public void Dispose() => fixture.Dispose();

    [Fact]
    public async Task It_is_copied_unpacked_and_not_asked_for_again()
    {
        var root = (await RealiseAsync()).Value["toplevel"];
        Assert.Equal("code", File.ReadAllText(Path.Combine(root.Path, "usr/lib/kernels")));
        File.Delete(Artifact);
        Assert.True((await TreesAsync("acme")).Ok);
    }

    [Fact]
    public async Task One_with_other_bytes_is_refused()
    {
        var bytes = File.ReadAllBytes(Artifact);
        bytes[^1] ^= 1;
        File.WriteAllBytes(Artifact, bytes);
        await AssertRefusedAsync("has other bytes than the lock names");
        File.WriteAllBytes(Artifact, [.. bytes, 0]);
        await AssertRefusedAsync("has other bytes than the lock names");
    }

    [Fact]
    public async Task One_that_is_missing_or_no_file_is_refused()
    {
        File.Delete(Artifact);
        await AssertRefusedAsync("is not there");
        File.CreateSymbolicLink(Artifact, "/dev/zero");
        await AssertRefusedAsync("is not a regular file");
    }

    [Fact]
    public async Task A_catalog_that_the_manifest_does_not_have_is_named()
    {
        var problem = Assert.Single((await TreesAsync("other")).Diagnostics);
        Assert.Equal("ENVC0316", problem.Code);
        Assert.Contains("the manifest has no native catalog `acme`", problem.Message, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string reason)
    {
        var problem = Assert.Single((await RealiseAsync()).Diagnostics);
        Assert.Equal("ENVC0316", problem.Code);
        Assert.Contains(reason, problem.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(fixture.Store.Artifact(package.Sha256)));
        fixture.AssertClean();
    }

    private Task<Result<IReadOnlyDictionary<string, RealisedRoot>>> RealiseAsync() =>
        new StoreBuilder(fixture.Store, new PosixFileOperations(), fixture.Mirror, new ProcessRunner(), TimeProvider.System) { Catalogs = Catalogs("acme") }
            .RealiseAsync(fixture.Lock, StoreFixture.Target, [FakeMirror.Base], progress: null, CancellationToken.None);

    private Task<Result<IReadOnlyDictionary<string, string>>> TreesAsync(string catalog) =>
        new PackageTrees(fixture.Store, new PosixFileOperations(), fixture.Mirror, TimeProvider.System) { Catalogs = Catalogs(catalog) }
            .OpenAsync([package], [FakeMirror.Base], progress: null, CancellationToken.None);

    private Dictionary<string, string> Catalogs(string name) => new() { [name] = fixture.Directory.File("catalog") };
}
