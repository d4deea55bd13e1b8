using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Network;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Catalogs;
using EnvCompiler.Resolve.Locking;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Resolve.Tests.Locking;

public sealed class LockerTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [RequiresMirror("gpgv")]
    public async Task The_quickstart_environment_locks_alike_with_an_empty_and_a_filled_store()
    {
        var manifest = RepositoryRoot.File("environments", "quickstart", "manifest.toml");
        var source = ManifestReader.Read("manifest.toml", await File.ReadAllTextAsync(manifest)).Value;
        var layout = new EnvironmentLayout(Path.GetDirectoryName(manifest)!);

        var first = (await Lock(source, layout)).Value;
        var second = (await Lock(source, layout)).Value;

        Assert.Equal(LockFile.Write(first), LockFile.Write(second));
        Assert.True(LockRequests.IsFresh(first, source.Manifest));
        Assert.Contains(first.Packages.Values, package => package.Name == "llama.cpp-tools");
        Assert.Contains(first.Packages.Values, package => package.Name == "bubblewrap");
        Assert.All(first.Packages.Values, package => Assert.Matches("^[0-9a-f]{64}$", package.Sha256));
        Assert.All(first.Packages.Values, package => Assert.StartsWith("pool/", package.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_target_that_nothing_is_resolved_for_is_told_before_anything_is_loaded()
    {
        var manifest = new Manifest { Options = new Options { Systems = ["riscv64-linux"] } };
        var source = new ManifestSource("manifest.toml", manifest, new Dictionary<string, SourcePlace>());
        var problem = Assert.Single((await Lock(source, new EnvironmentLayout(directory.Path))).Diagnostics);
        Assert.Equal("ENVC0258", problem.Code);
        Assert.False(Directory.Exists(directory.File("store")));
    }

    public void Dispose() => directory.Dispose();

    private async Task<Result<Lock>> Lock(ManifestSource source, EnvironmentLayout layout)
    {
        using var handler = HttpFetcher.CreateHandler();
        var locker = new Locker(new CatalogLoader(
            new StoreLayout(directory.File("store")), new PosixFileOperations(), handler, new ProcessRunner(), DebianMirrors.OfThisHost(), TimeProvider.System));
        return await locker.LockAsync(source, layout, previous: null, UpgradeScope.Nothing, CancellationToken.None);
    }
}
