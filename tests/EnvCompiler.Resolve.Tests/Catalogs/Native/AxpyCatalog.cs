using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Resolve.Catalogs.Native;
using EnvCompiler.Resolve.Publishing;
using EnvCompiler.Resolve.Tests.Inspecting;
using EnvCompiler.TestKit;

namespace EnvCompiler.Resolve.Tests.Catalogs.Native;

/// <summary>A native catalog of real nvcc output: one package, a build for each of the 24 codes, named as its file is.</summary>
internal sealed class AxpyCatalog : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    /// <summary>Where it is.</summary>
    internal string Path => directory.File("catalog");

    /// <summary>Publishes every build.</summary>
    internal static async Task<AxpyCatalog> OfAllAsync()
    {
        var catalog = new AxpyCatalog();
        foreach (var name in GpuFixtures.Builds())
            Assert.True((await catalog.PublishAsync(name)).Ok, name);
        return catalog;
    }

    /// <summary>Publishes one build: the binary stands for its package, which only the store unpacks.</summary>
    internal Task<Result<PublishedBuild>> PublishAsync(string name, Func<Publication, Publication>? change = null)
    {
        var file = GpuFixtures.Build(name);
        var bytes = File.ReadAllBytes(file);
        var publication = new Publication
        {
            Package = "axpy",
            Version = "1.0",
            Name = name["axpy-".Length..].Replace("ptx", "compute", StringComparison.Ordinal),
            Build = new NativeBuild
            {
                System = "x86_64-linux",
                Artifact = new NativeArtifact { Path = "", Size = bytes.Length, Sha256 = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes)) },
            },
            File = file,
            Facts = FactsOf(name),
            Place = new SourcePlace("manifest.toml"),
        };
        var publisher = new NativePublisher(Path, new FileWriter(new PosixFileOperations()), TimeProvider.System);
        return publisher.PublishAsync(change?.Invoke(publication) ?? publication, onWait: null, CancellationToken.None);
    }

    /// <summary>What the files of a package with this one binary say.</summary>
    internal static ArtifactFacts FactsOf(params string[] names)
    {
        using var tree = new TemporaryDirectory();
        foreach (var name in names)
            File.Copy(GpuFixtures.Build(name), tree.File(name));
        return ArtifactFacts.Read(tree.Path).Value;
    }

    /// <summary>Reads it as a lock would.</summary>
    internal NativeCatalog Load() => NativeCatalogLoader.Load("acme", Path, new SourcePlace("manifest.toml"), "catalog").Value;

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();
}
