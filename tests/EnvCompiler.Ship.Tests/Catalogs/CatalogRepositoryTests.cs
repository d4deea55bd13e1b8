using EnvCompiler.Host.Files;
using EnvCompiler.Model.Catalogs;
using EnvCompiler.Ship.Catalogs;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Catalogs;

public sealed class CatalogRepositoryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly LayoutRepository repository;
    private readonly CatalogRepository catalog;

    public CatalogRepositoryTests()
    {
        repository = new(new RepositoryName(null, directory.File("layout")), new PosixFileOperations(), TimeProvider.System);
        catalog = new(repository);
    }

    [Fact]
    public async Task Builds_are_read_as_they_were_published_whatever_the_order()
    {
        await PublishAsync("lib++", "1:2.0-1", "sm_90");
        await PublishAsync("lib++", "1.0", "sm_90");
        await PublishAsync("lib++", "1.0", "sm_80");
        await PublishAsync("tool", "3.1", "cpu");
        var packages = (await catalog.ReadAsync(default)).Value;
        Assert.Equal(["lib++", "tool"], packages.Select(package => package.Name));
        Assert.Equal("About lib++", packages[0].Description);
        Assert.Equal(["1.0 sm_80", "1.0 sm_90", "1:2.0-1 sm_90"], packages[0].Versions.SelectMany(version => version.Value.Builds.Keys.Select(build => $"{version.Key} {build}")));
        var build = packages[0].Versions["1.0"].Builds["sm_80"];
        Assert.Equal(("x86_64-linux", "12.8", "libc6 (>= 2.36)"), (build.System, build.Cuda, Assert.Single(build.Depends!)));
        Assert.True((await repository.HasBlobAsync(new Descriptor { MediaType = "", Digest = Digest.OfSha256(build.Artifact.Sha256), Size = build.Artifact.Size }, default)).Value);
    }

    [Fact]
    public async Task Another_artifact_of_a_build_takes_the_place_of_its_entry()
    {
        await PublishAsync("tool", "1.0", "cpu", "first");
        await PublishAsync("tool", "1.0", "cpu", "second");
        var build = Assert.Single(Assert.Single((await catalog.ReadAsync(default)).Value).Versions["1.0"].Builds).Value;
        Assert.Equal(Digest.Of("second"u8).Hex, build.Artifact.Sha256);
    }

    [Fact]
    public async Task What_else_is_in_the_repository_is_left_alone()
    {
        await PublishAsync("tool", "1.0", "cpu");
        await repository.PushManifestAsync(ManifestContent.Of(new OciIndex { Manifests = [] }), "other", default);
        var config = BlobContent.Of(MediaTypes.Empty, "{}"u8.ToArray());
        await repository.PushBlobAsync(config, default);
        await repository.PushManifestAsync(ManifestContent.Of(new OciManifest { Config = config.Descriptor, Layers = [] }), "image", default);
        Assert.Equal("tool", Assert.Single((await catalog.ReadAsync(default)).Value).Name);
    }

    [Theory]
    [InlineData("{\"system\":7}")]
    [InlineData("{}")]
    [InlineData("no JSON")]
    public async Task An_entry_that_says_no_build_is_told(string entry)
    {
        await PublishAsync("tool", "1.0", "cpu");
        var index = (await repository.TryFetchManifestAsync("tool", default)).Value!.ReadIndex("tool").Value;
        index.Manifests[0].Annotations![CatalogArtifact.EntryKey] = entry;
        await repository.PushManifestAsync(ManifestContent.Of(index), "tool", default);
        Assert.Equal("ENVC1013", Assert.Single((await catalog.ReadAsync(default)).Diagnostics).Code);
    }

    public void Dispose()
    {
        repository.Dispose();
        directory.Dispose();
    }

    private async Task PublishAsync(string name, string version, string build, string content = "a package")
    {
        var file = directory.Write("package.deb", content);
        var sha256 = Digest.Of(File.ReadAllBytes(file)).Hex;
        var package = new NativePackage { CatalogVersion = 1, Name = name, Description = $"About {name}" };
        package.Versions[version] = new NativeVersion();
        package.Versions[version].Builds[build] = new NativeBuild
        {
            System = "x86_64-linux",
            Cuda = "12.8",
            Depends = ["libc6 (>= 2.36)"],
            Artifact = new NativeArtifact { Path = $"artifacts/{sha256[..2]}/{sha256}.deb", Size = content.Length, Sha256 = sha256 },
        };
        Assert.True((await catalog.PublishAsync(package, version, build, file, default)).TryGet(out _, out var problems), string.Join(' ', problems));
    }
}
