using EnvCompiler.Host.Processes;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Registries;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Distribution.Registries;

/// <summary>Against Debian's own registry.</summary>
public sealed class RegistryRepositoryTests
{
    [Requires("docker-registry", "skopeo")]
    public async Task Blobs_manifests_tags_and_referrers_go_there_and_back()
    {
        using var server = await DockerRegistry.StartAsync();
        using var repository = Client.Open(server.Host);
        var small = BlobContent.Of("text/plain", "hello"u8.ToArray());
        var large = BlobContent.Of("application/octet-stream", Client.Bytes(9 << 20));
        var none = BlobContent.Of("text/plain", []);
        foreach (var blob in (BlobContent[])[small, large, none, BlobContent.Of(MediaTypes.Empty, "{}"u8.ToArray())])
        {
            Assert.True((await repository.PushBlobAsync(blob, default)).Value);
            Assert.False((await repository.PushBlobAsync(blob, default)).Value);
        }

        var manifest = Artifact([small.Descriptor, large.Descriptor]);
        var pushed = (await repository.PushManifestAsync(manifest, "12", default)).Value;
        await repository.PushManifestAsync(manifest, "latest", default);
        var signature = ManifestContent.Of(new OciManifest { ArtifactType = "a/sig", Config = Descriptor.Of(MediaTypes.Empty, "{}"u8), Layers = [], Subject = pushed });
        await repository.PushManifestAsync(signature, tag: null, default);
        await repository.PushManifestAsync(ManifestContent.Of(new OciIndex { Manifests = [pushed] }), "all", default);

        Assert.Equal(["12", "all", "latest", $"sha256-{pushed.Digest.Hex}"], (await repository.ListTagsAsync(default)).Value);
        Assert.Equal(manifest.Content, (await repository.TryFetchManifestAsync("latest", default)).Value!.Content);
        Assert.Equal(MediaTypes.Index, (await repository.TryFetchManifestAsync("all", default)).Value!.MediaType);
        Assert.Null((await repository.TryFetchManifestAsync("13", default)).Value);
        Assert.Equal(signature.Descriptor.Digest, Assert.Single((await repository.ListReferrersAsync(pushed.Digest, "a/sig", default)).Value).Digest);
        Assert.Equal(Client.Bytes(9 << 20), (await repository.FetchBlobAsync(large.Descriptor, Client.ReadAllAsync, default)).Value);
        Assert.Empty((await repository.FetchBlobAsync(none.Descriptor, Client.ReadAllAsync, default)).Value);
        await SkopeoReadsAsync(server.Host, "12", "all", $"sha256-{pushed.Digest.Hex}");

        Assert.True((await repository.DeleteManifestAsync(pushed.Digest, default)).Value);
        Assert.Null((await repository.TryFetchManifestAsync("12", default)).Value);
    }

    [Requires("docker-registry")]
    public async Task A_blob_of_another_repository_of_the_registry_is_mounted_instead_of_sent()
    {
        using var server = await DockerRegistry.StartAsync();
        using var first = Client.Open(server.Host, "a/first");
        using var second = Client.Open(server.Host, "a/second");
        var blob = BlobContent.Of("application/octet-stream", Client.Bytes(1 << 20));
        await first.PushBlobAsync(blob, default);
        var sent = 0L;
        Assert.False((await second.PushBlobAsync(blob with { MountFrom = first.Name, Progress = new Counter(count => sent += count) }, default)).Value);
        Assert.Equal(0, sent);
        Assert.True((await second.HasBlobAsync(blob.Descriptor, default)).Value);
    }

    [Requires("docker-registry")]
    public async Task Chunks_arrive_in_order()
    {
        using var server = await DockerRegistry.StartAsync();
        using var repository = Client.Open(server.Host, options: Client.Quick with { MonolithicSize = 100, ChunkSize = 1_000_003 });
        var blob = BlobContent.Of("application/octet-stream", Client.Bytes(5 << 20));
        Assert.True((await repository.PushBlobAsync(blob, default)).Value);
        Assert.Equal(Client.Bytes(5 << 20), (await repository.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default)).Value);
    }

    [Requires("docker-registry")]
    public async Task A_registry_that_forgets_a_broken_upload_gets_the_blob_from_its_beginning()
    {
        using var server = await DockerRegistry.StartAsync();
        using var proxy = new CuttingProxy(server.Host, cuts: 2, upstreamLimit: 5 << 20);
        using var repository = Client.Open(proxy.Host);
        var counted = 0L;
        var blob = BlobContent.Of("application/octet-stream", Client.Bytes(12 << 20)) with { Progress = new Counter(count => counted += count) };
        Assert.True((await repository.PushBlobAsync(blob, default)).Value);
        Assert.Equal((0, blob.Descriptor.Size), (proxy.CutsLeft, counted));
        Assert.Equal(Client.Bytes(12 << 20), (await repository.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default)).Value);
    }

    [Requires("docker-registry")]
    public async Task A_broken_download_goes_on_where_it_stopped()
    {
        using var server = await DockerRegistry.StartAsync();
        using var direct = Client.Open(server.Host);
        var blob = BlobContent.Of("application/octet-stream", Client.Bytes(12 << 20));
        await direct.PushBlobAsync(blob, default);
        using var proxy = new CuttingProxy(server.Host, cuts: 3, downstreamLimit: 3 << 20);
        using var repository = Client.Open(proxy.Host);
        Assert.Equal(Client.Bytes(12 << 20), (await repository.FetchBlobAsync(blob.Descriptor, Client.ReadAllAsync, default)).Value);
        Assert.Equal(0, proxy.CutsLeft);
        Assert.InRange(proxy.Downstream, blob.Descriptor.Size, blob.Descriptor.Size + (512 << 10));
    }

    [Requires("docker-registry", "htpasswd")]
    public async Task Basic_authentication_is_answered_with_the_credentials_and_with_nothing_else()
    {
        using var directory = new TemporaryDirectory();
        var made = await new ProcessRunner().RunAsync("htpasswd", ["-Bbn", "me", "secret"], default);
        var accounts = directory.Write("htpasswd", made!.Output.Trim());
        using var server = await DockerRegistry.StartAsync($"auth: {{htpasswd: {{realm: test, path: {accounts}}}}}");
        var blob = BlobContent.Of("text/plain", "hello"u8.ToArray());
        using var right = Client.Open(server.Host, credentials: new FixedCredentials("me", "secret"));
        using var wrong = Client.Open(server.Host, credentials: new FixedCredentials("me", "guess"));
        using var nobody = Client.Open(server.Host);
        Assert.True((await right.PushBlobAsync(blob, default)).Value);
        Assert.True((await right.HasBlobAsync(blob.Descriptor, default)).Value);
        var refused = Assert.Single((await wrong.PushBlobAsync(blob, default)).Diagnostics);
        Assert.Equal("ENVC1004", refused.Code);
        Assert.Contains("does not accept the credentials of the test", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("guess", refused.ToString(), StringComparison.Ordinal);
        Assert.Contains("there are none", Assert.Single((await nobody.ListTagsAsync(default)).Diagnostics).Message, StringComparison.Ordinal);
    }

    private static ManifestContent Artifact(IReadOnlyList<Descriptor> layers) =>
        ManifestContent.Of(new OciManifest { ArtifactType = "a/test", Config = Descriptor.Of(MediaTypes.Empty, "{}"u8), Layers = layers });

    // `inspect` without --raw reads images only.
    private static async Task SkopeoReadsAsync(string host, params string[] tags)
    {
        using var directory = new TemporaryDirectory();
        foreach (var tag in tags)
        {
            var place = $"docker://{host}/team/app:{tag}";
            var inspected = await new ProcessRunner().RunAsync("skopeo", ["inspect", "--raw", "--tls-verify=false", place], default);
            Assert.True(inspected!.ExitCode == 0, inspected.Error);
            var copied = await new ProcessRunner().RunAsync(
                "skopeo", ["--insecure-policy", "copy", "--all", "--src-tls-verify=false", place, $"oci:{directory.File("copy")}:{tag}"], default);
            Assert.True(copied!.ExitCode == 0, copied.Error);
        }
    }
}
