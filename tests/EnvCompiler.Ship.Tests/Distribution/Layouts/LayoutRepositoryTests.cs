using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Distribution.Layouts;

public sealed class LayoutRepositoryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly LayoutRepository layout;

    public LayoutRepositoryTests() => layout = new(new RepositoryName(null, directory.File("layout")), new PosixFileOperations(), TimeProvider.System);

    [Fact]
    public async Task What_is_pushed_is_fetched()
    {
        var blob = BlobContent.Of("text/plain", "hello"u8.ToArray());
        Assert.True((await layout.PushBlobAsync(blob, default)).Value);
        Assert.False((await layout.PushBlobAsync(blob, default)).Value);
        var manifest = await PushArtifactAsync("12", blob.Descriptor);
        await PushArtifactAsync("latest", blob.Descriptor);

        Assert.Equal(["12", "latest"], (await layout.ListTagsAsync(default)).Value);
        Assert.Equal(manifest.Digest, (await layout.TryFetchManifestAsync("latest", default)).Value!.Descriptor.Digest);
        Assert.Null((await layout.TryFetchManifestAsync("13", default)).Value);
        Assert.Equal("hello"u8.ToArray(), (await layout.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default)).Value);
    }

    [Fact]
    public async Task A_tag_moves_to_another_manifest()
    {
        var blob = BlobContent.Of("text/plain", "hello"u8.ToArray());
        await layout.PushBlobAsync(blob, default);
        await PushArtifactAsync("latest", blob.Descriptor);
        var second = await PushArtifactAsync("latest", blob.Descriptor, note: "second");
        Assert.Equal(["latest"], (await layout.ListTagsAsync(default)).Value);
        Assert.Equal(second.Digest, (await layout.TryFetchManifestAsync("latest", default)).Value!.Descriptor.Digest);
    }

    [Fact]
    public async Task Referrers_are_found_and_deleted()
    {
        await layout.PushBlobAsync(BlobContent.Of(MediaTypes.Empty, "{}"u8.ToArray()), default);
        var subject = await PushArtifactAsync("1", Descriptor.Of(MediaTypes.Empty, "{}"u8));
        var referrer = ManifestContent.Of(new OciManifest { ArtifactType = "a/sig", Config = Descriptor.Of(MediaTypes.Empty, "{}"u8), Layers = [], Subject = subject });
        await layout.PushManifestAsync(referrer, tag: null, default);

        Assert.Equal(referrer.Descriptor.Digest, Assert.Single((await layout.ListReferrersAsync(subject.Digest, "a/sig", default)).Value).Digest);
        Assert.Empty((await layout.ListReferrersAsync(subject.Digest, "a/other", default)).Value);
        Assert.True((await layout.DeleteManifestAsync(referrer.Descriptor.Digest, default)).Value);
        Assert.False((await layout.DeleteManifestAsync(referrer.Descriptor.Digest, default)).Value);
        Assert.Empty((await layout.ListReferrersAsync(subject.Digest, null, default)).Value);
    }

    [Fact]
    public async Task A_blob_that_was_changed_is_refused()
    {
        var blob = BlobContent.Of("text/plain", "hello"u8.ToArray());
        await layout.PushBlobAsync(blob, default);
        File.WriteAllText(directory.File("layout/blobs/sha256", blob.Descriptor.Digest.Hex), "hallo");
        var fetched = await layout.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default);
        Assert.Equal("ENVC1011", Assert.Single(fetched.Diagnostics).Code);
    }

    [Fact]
    public async Task A_blob_with_another_digest_is_not_taken()
    {
        var lie = new BlobContent(Descriptor.Of("text/plain", "hello"u8), () => new MemoryStream("hallo"u8.ToArray()));
        Assert.Equal("ENVC1015", Assert.Single((await layout.PushBlobAsync(lie, default)).Diagnostics).Code);
        Assert.Empty(Directory.EnumerateFiles(directory.File("layout/blobs/sha256")));
    }

    [Fact]
    public async Task A_directory_that_holds_something_else_is_refused()
    {
        directory.Write("layout/notes.txt", "mine");
        Assert.Equal("ENVC1016", Assert.Single((await layout.ListTagsAsync(default)).Diagnostics).Code);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"manifests":[{"mediaType":"a","digest":"../../etc/passwd","size":1}]}""")]
    public async Task A_damaged_index_is_told(string index)
    {
        directory.Write("layout/index.json", index);
        Assert.Equal("ENVC1013", Assert.Single((await layout.TryFetchManifestAsync("1", default)).Diagnostics).Code);
    }

    [Requires("skopeo")]
    public async Task Skopeo_copies_what_envc_wrote()
    {
        var blob = BlobContent.Of("text/plain", "hello"u8.ToArray());
        await layout.PushBlobAsync(blob, default);
        await layout.PushBlobAsync(BlobContent.Of(MediaTypes.Empty, "{}"u8.ToArray()), default);
        var pushed = await PushArtifactAsync("12", blob.Descriptor);
        var copy = directory.File("copy");
        var result = await new ProcessRunner().RunAsync("skopeo", ["--insecure-policy", "copy", $"oci:{layout.Name.Path}:12", $"oci:{copy}:12"], default);
        Assert.True(result!.ExitCode == 0, result.Error);
        using var copied = new LayoutRepository(new RepositoryName(null, copy), new PosixFileOperations(), TimeProvider.System);
        Assert.Equal(pushed.Digest, (await copied.TryFetchManifestAsync("12", default)).Value!.Descriptor.Digest);
        Assert.Equal("hello", Encoding.UTF8.GetString((await copied.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default)).Value));
    }

    public void Dispose() => directory.Dispose();

    private async Task<Descriptor> PushArtifactAsync(string tag, Descriptor layer, string? note = null) =>
        (await layout.PushManifestAsync(
            ManifestContent.Of(new OciManifest
            {
                ArtifactType = "a/test",
                Config = Descriptor.Of(MediaTypes.Empty, "{}"u8),
                Layers = [layer],
                Annotations = note is null ? null : new(StringComparer.Ordinal) { ["note"] = note },
            }),
            tag,
            default)).Value;
}
