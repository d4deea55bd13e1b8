using System.Formats.Tar;
using System.Text.Json.Nodes;
using EnvCompiler.Host.Files;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Distribution.Layouts;

public sealed class ArchiveRepositoryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly ArchiveRepository archive = new(new RepositoryName(null, "-"), "demo");

    [Fact]
    public async Task What_is_unpacked_is_the_layout_of_what_was_pushed()
    {
        using var layout = new LayoutRepository(new RepositoryName(null, directory.File("layout")), new PosixFileOperations(), TimeProvider.System);
        var blob = BlobContent.OfFile(Descriptor.Of("text/plain", "hello"u8), directory.Write("blob", "hello"));
        foreach (var repository in (IRepository[])[archive, layout])
        {
            Assert.True((await repository.PushBlobAsync(blob, default)).Value);
            Assert.False((await repository.PushBlobAsync(blob, default)).Value);
            Assert.Null((await repository.TryFetchManifestAsync("12", default)).Value);
            var subject = await PushAsync(repository, "12", new OciManifest { Config = blob.Descriptor, Layers = [blob.Descriptor] });
            await PushAsync(repository, tag: null, new OciManifest { ArtifactType = "a/sig", Config = blob.Descriptor, Layers = [], Subject = subject });
            await PushAsync(repository, "latest", new OciManifest { Config = blob.Descriptor, Layers = [] });
            await PushAsync(repository, "latest", new OciManifest { Config = blob.Descriptor, Layers = [blob.Descriptor] });
            Assert.Equal(["12", "latest"], (await repository.ListTagsAsync(default)).Value);
            Assert.Equal(subject.Digest, (await repository.TryFetchManifestAsync("12", default)).Value!.Descriptor.Digest);
            Assert.Equal("hello"u8.ToArray(), (await repository.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default)).Value);
        }

        using (var written = File.Create(directory.File("archive.tar")))
            Assert.Null(archive.Write(written, default));
        TarFile.ExtractToDirectory(directory.File("archive.tar"), Directory.CreateDirectory(directory.File("unpacked")).FullName, overwriteFiles: false);

        // The layout kept the manifest that lost its tag, too. For engines the archive says more.
        foreach (var file in Directory.GetFiles(directory.File("unpacked", "blobs"), "*", SearchOption.AllDirectories).Append(directory.File("unpacked", "oci-layout")))
            Assert.Equal(File.ReadAllBytes(Path.Combine(directory.File("layout"), Path.GetRelativePath(directory.File("unpacked"), file))), File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData("demo", "docker.io/library/demo:12")]
    [InlineData("localhost/demo", "localhost/demo:12")]
    public async Task Engines_are_told_the_names_of_what_is_tagged_and_where_the_images_are(string engineName, string wholeName)
    {
        using var named = new ArchiveRepository(new RepositoryName(null, "-"), engineName);
        var (config, layer) = (Descriptor.Of(MediaTypes.ImageConfig, "{}"u8), Descriptor.Of("application/vnd.oci.image.layer.v1.tar", "layer"u8));
        await named.PushBlobAsync(BlobContent.Of(config.MediaType, "{}"u8.ToArray()), default);
        await named.PushBlobAsync(BlobContent.Of(layer.MediaType, "layer"u8.ToArray()), default);
        var image = await PushAsync(named, "12", new OciManifest { Config = config, Layers = [layer, layer] });
        await PushAsync(named, tag: null, new OciManifest { Config = config, Layers = [] });
        await PushAsync(named, "12.sig", new OciManifest { ArtifactType = "a/sig", Config = config, Layers = [], Subject = image });
        await named.PushManifestAsync(ManifestContent.Of(new OciIndex { Manifests = [image] }), "all", default);
        using (var written = File.Create(directory.File("archive.tar")))
            Assert.Null(named.Write(written, default));
        TarFile.ExtractToDirectory(directory.File("archive.tar"), Directory.CreateDirectory(directory.File("unpacked")).FullName, overwriteFiles: false);

        var entries = JsonNode.Parse(File.ReadAllText(directory.File("unpacked", "index.json")))!["manifests"]!.AsArray();
        IEnumerable<string?> Said(string key) => entries.Select(entry => (string?)entry!["annotations"]?[key]);
        Assert.Equal(["12", null, "12.sig", "all"], Said("org.opencontainers.image.ref.name"));
        Assert.Equal([wholeName, null, wholeName + ".sig", wholeName[..^2] + "all"], Said("io.containerd.image.name"));
        Assert.Equal(
            $$"""[{"Config":"blobs/sha256/{{config.Digest.Hex}}","RepoTags":["{{engineName}}:12"],"Layers":["blobs/sha256/{{layer.Digest.Hex}}","blobs/sha256/{{layer.Digest.Hex}}"]}]""",
            File.ReadAllText(directory.File("unpacked", "manifest.json")));
    }

    [Theory]
    [InlineData("hell")]
    [InlineData("hello!")]
    [InlineData("jello")]
    public async Task A_blob_that_is_not_what_it_was_is_named(string now)
    {
        var blob = BlobContent.OfFile(Descriptor.Of("text/plain", "hello"u8), directory.Write("blob", now));
        await archive.PushBlobAsync(blob, default);
        var problem = archive.Write(new MemoryStream(), default);
        Assert.Contains(blob.Descriptor.Digest.ToString(), problem!.Message, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private static async Task<Descriptor> PushAsync(IRepository repository, string? tag, OciManifest manifest) => (await repository.PushManifestAsync(ManifestContent.Of(manifest), tag, default)).Value;
}
