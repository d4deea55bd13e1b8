using System.Security.Cryptography;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Resolve.Tests.Publishing;

/// <summary>A build that a catalog names has its artifact, whole.</summary>
public sealed class NativePublisherCrashTests : IDisposable
{
    private readonly TemporaryDirectory packages = new();
    private readonly ITestOutputHelper output;

    public NativePublisherCrashTests(ITestOutputHelper output)
    {
        this.output = output;
        packages.Write("one", "the bytes of one");
        packages.Write("two", "the bytes of two");
    }

    private WriterUnderTest Publish => new("publish into a native catalog")
    {
        PrepareAsync = directory => PublishAsync(directory, new PosixFileOperations(), "one"),
        WriteAsync = (directory, files) => PublishAsync(directory, files, "two"),
        Look = Look,
    };

    [Fact]
    public async Task Whatever_happens_the_catalog_is_the_old_or_the_new_one() => await new CrashSweep(Publish, output).RunAsync();

    [Fact]
    public async Task No_sync_is_one_too_many() => await new CrashSweep(Publish, output).NeedsEverySyncAsync();

    [Fact]
    public async Task A_catalog_is_made_whole_or_not_at_all() =>
        await new CrashSweep(Publish with { Name = "publish into a new native catalog", PrepareAsync = _ => Task.CompletedTask, Look = LookAtFirst }, output).RunAsync();

    public void Dispose() => packages.Dispose();

    private async Task<bool> PublishAsync(string directory, IFileOperations files, string name)
    {
        var file = packages.File(name);
        var bytes = await File.ReadAllBytesAsync(file);
        var publication = new Publication
        {
            Package = "tool",
            Version = "1.0",
            Name = name,
            Build = new NativeBuild
            {
                System = "x86_64-linux",
                Artifact = new NativeArtifact { Path = "", Size = bytes.Length, Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) },
            },
            File = file,
            Facts = new ArtifactFacts { Files = [] },
            Place = new SourcePlace("manifest.toml"),
        };
        return (await new NativePublisher(CatalogIn(directory), new FileWriter(files), TimeProvider.System).PublishAsync(publication, onWait: null, CancellationToken.None)).Ok;
    }

    private WriterState Look(string directory)
    {
        var builds = Builds(directory);
        Assert.Contains("one", builds);
        return builds.Contains("two") ? WriterState.New : WriterState.Old;
    }

    private WriterState LookAtFirst(string directory) =>
        File.Exists(Path.Combine(CatalogIn(directory), "packages", "tool.json")) && Builds(directory).Contains("two") ? WriterState.New : WriterState.Old;

    private IReadOnlyList<string> Builds(string directory)
    {
        var catalog = NativeCatalogLoader.Load("acme", CatalogIn(directory), new SourcePlace("manifest.toml"), "catalog").Value;
        var builds = catalog.Packages["tool"].Versions["1.0"].Builds;
        foreach (var (name, build) in builds)
            Assert.Equal(File.ReadAllBytes(packages.File(name)), File.ReadAllBytes(Path.Combine(CatalogIn(directory), build.Artifact.Path)));
        return [.. builds.Keys];
    }

    private static string CatalogIn(string directory) => Path.Combine(directory, "catalog");
}
