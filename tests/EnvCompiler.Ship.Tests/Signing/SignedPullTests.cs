using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Ship.Pushing;
using EnvCompiler.Ship.Signing;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Signing;

public sealed class SignedPullTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly LayoutRepository repository;
    private readonly TestKeys team;
    private readonly TestKeys other;

    public SignedPullTests()
    {
        repository = Open("layout");
        team = new TestKeys(directory, "team");
        other = new TestKeys(directory, "other");
    }

    [Fact]
    public async Task Signed_generations_are_pulled_and_each_of_them_is_signed()
    {
        Assert.Equal([1, 2, 3], (await PushAsync(3, team.Private)).Signed);
        Assert.Equal(3, (await PullAsync(team.Ring())).Value.Generations.Count);
        Assert.Equal(2, (await PullAsync(team.Ring(), "2", alone: true)).Value.Live);
        Assert.Empty((await PushAsync(3, team.Private)).Signed);
    }

    [Fact]
    public async Task Generations_that_are_not_signed_are_refused_by_their_numbers_and_signed_later_without_moving_a_blob()
    {
        await PushAsync(3, key: null);
        await PushAsync(4, team.Private, signThereToo: false);
        var problem = Assert.Single((await PullAsync(team.Ring())).Diagnostics);
        Assert.Equal(("ENVC1051", $"generations 1-3 of `{repository.Name}` are not signed, and `/etc/envc/config.toml` asks for it"), (problem.Code, problem.Message));
        var report = await PushAsync(4, team.Private);
        Assert.Equal((3, 0, 0), (report.Signed.Count, report.Blobs, report.Generations.Count));
        Assert.True((await PullAsync(team.Ring())).Ok);
    }

    [Fact]
    public async Task Another_key_is_refused_and_of_several_one_is_enough()
    {
        await PushAsync(2, other.Private);
        Assert.Equal("ENVC1052", Assert.Single((await PullAsync(team.Ring())).Diagnostics).Code);
        Assert.True((await PullAsync(new KeyRing([.. team.Ring().Keys, .. other.Ring().Keys], null, "c"))).Ok);
        // Both files of the configuration ask for one of theirs.
        Assert.Equal("ENVC1052", Assert.Single((await PullAsync([other.Ring(), team.Ring()])).Diagnostics).Code);
        Assert.Equal([1, 2], (await PushAsync(2, team.Private)).Signed);
        Assert.True((await PullAsync([other.Ring(), team.Ring()])).Ok);
    }

    [Fact]
    public async Task A_changed_payload_is_no_signature()
    {
        await PushAsync(1, team.Private);
        await ReplaceSignatureAsync(1, payload => payload.Replace("cosign container", "cosign Container", StringComparison.Ordinal));
        Assert.Equal("ENVC1052", Assert.Single((await PullAsync(team.Ring())).Diagnostics).Code);
    }

    [Fact]
    public async Task A_payload_whose_bytes_are_not_those_of_its_digest_is_damage()
    {
        await PushAsync(1, team.Private);
        var (_, signatures) = await SignaturesAsync(1);
        var blob = directory.File($"layout/blobs/sha256/{signatures.Layers[0].Digest.Hex}");
        File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(blob, File.ReadAllText(blob).Replace("null", "nuLL", StringComparison.Ordinal));
        Assert.Equal("ENVC1011", Assert.Single((await PullAsync(team.Ring())).Diagnostics).Code);
    }

    [Fact]
    public async Task The_signature_of_another_manifest_is_not_taken_for_this_one()
    {
        await PushAsync(1, team.Private);
        await PushAsync(2, key: null);
        var (_, signatures) = await SignaturesAsync(1);
        await repository.PushManifestAsync(ManifestContent.Of(signatures), SimpleSigning.TagOf(await DigestAsync("2")), default);
        var problem = Assert.Single((await PullAsync(team.Ring())).Diagnostics);
        Assert.Equal(("ENVC1053", Fault.Outside), (problem.Code, problem.Fault));
    }

    [Fact]
    public async Task A_signature_for_another_repository_is_refused_where_the_name_matters()
    {
        await PushAsync(1, team.Private);
        Assert.Equal("ENVC1054", Assert.Single((await PullAsync(team.Ring("registry.example/team/name"))).Diagnostics).Code);
        Assert.True((await PullAsync(team.Ring("oci:layout"))).Ok);
    }

    [Fact]
    public async Task A_number_whose_manifest_was_exchanged_under_a_signed_latest_is_refused()
    {
        await PushAsync(2, team.Private);
        var forged = EnvCompiler.Ship.Artifacts.ArtifactWriter.Of(Sample.Generation(Sample.Entry(2, "mallory")), new string('0', 64), parent: null);
        foreach (var blob in forged.Blobs)
            await repository.PushBlobAsync(blob, default);
        await repository.PushManifestAsync(forged.Manifest, "2", default);
        Assert.Equal("ENVC1051", Assert.Single((await PullAsync(team.Ring())).Diagnostics).Code);
    }

    [Fact]
    public async Task What_a_registry_exchanged_is_not_signed()
    {
        await PushAsync(2, key: null);
        var history = Sample.History(2);
        var revisions = EnvCompiler.Ship.Artifacts.RevisionChain.Of(history);
        // All that can be told from outside stays; what would be run does not.
        var forged = EnvCompiler.Ship.Artifacts.ArtifactWriter.Of(
            Sample.Generation(history[0]) with { Manifest = Encoding.UTF8.GetBytes("version = 1\n[hook]\non-activate = \"evil\"\n") }, revisions[1], parent: null);
        foreach (var blob in forged.Blobs)
            await repository.PushBlobAsync(blob, default);
        await repository.PushManifestAsync(forged.Manifest, "1", default);
        var problem = Assert.Single((await new GenerationPusher(repository).PushAsync(Sample.Push(history) with { Key = team.Private }, default)).Diagnostics);
        Assert.Equal(("ENVC1055", true), (problem.Code, problem.Message.Contains("generation 1 ", StringComparison.Ordinal)));
        Assert.DoesNotContain((await repository.ListTagsAsync(default)).Value, tag => tag.EndsWith(".sig", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_held_against_anything_here_is_named_and_stays_unsigned()
    {
        await PushAsync(3, key: null);
        var pushed = await new GenerationPusher(repository).PushAsync(Sample.Push(Sample.History(3), gone: [1]) with { Key = team.Private }, default);
        Assert.Equal([2, 3], pushed.Value.Signed);
        Assert.Equal("ENVC1056", Assert.Single(pushed.Diagnostics).Code);
    }

    [Fact]
    public async Task Signatures_among_the_referrers_alone_are_found()
    {
        await PushAsync(1, team.Private);
        var (tag, signatures) = await SignaturesAsync(1);
        await repository.PushManifestAsync(ManifestContent.Of(signatures with { Layers = [] }), tag, default);
        await repository.PushManifestAsync(ManifestContent.Of(signatures), tag: null, default);
        Assert.True((await PullAsync(team.Ring())).Ok);
    }

    public void Dispose()
    {
        team.Dispose();
        other.Dispose();
        repository.Dispose();
        directory.Dispose();
    }

    private LayoutRepository Open(string name) => new(new RepositoryName(null, directory.File(name)), new PosixFileOperations(), TimeProvider.System);

    private async Task<Digest> DigestAsync(string tag) => (await repository.TryFetchManifestAsync(tag, default)).Value!.Descriptor.Digest;

    private async Task<(string Tag, OciManifest Manifest)> SignaturesAsync(int number)
    {
        var tag = SimpleSigning.TagOf(await DigestAsync($"{number}"));
        return (tag, (await repository.TryFetchManifestAsync(tag, default)).Value!.ReadManifest(tag).Value);
    }

    // With a digest that fits, as whoever writes to the registry can.
    private async Task ReplaceSignatureAsync(int number, Func<string, string> change)
    {
        var (tag, signatures) = await SignaturesAsync(number);
        var layer = signatures.Layers[0];
        var payload = (await repository.FetchBlobAsync(layer, Client.ReadAllAsync, default)).Value;
        var blob = BlobContent.Of(layer.MediaType, Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(payload))));
        await repository.PushBlobAsync(blob, default);
        await repository.DeleteManifestAsync((await repository.TryFetchManifestAsync(tag, default)).Value!.Descriptor.Digest, default);
        await repository.PushManifestAsync(ManifestContent.Of(signatures with { Layers = [blob.Descriptor with { Annotations = layer.Annotations }] }), tag, default);
    }

    private async Task<PushReport> PushAsync(int count, SigningKey? key, bool signThereToo = true)
    {
        var request = Sample.Push(Sample.History(count), signThereToo ? [] : [.. Enumerable.Range(1, count - 1)]);
        return (await new GenerationPusher(repository).PushAsync(request with { Key = key }, default)).Value;
    }

    private Task<Result<PulledGenerations>> PullAsync(KeyRing ring, string? target = null, bool alone = false) => PullAsync([ring], target, alone);

    private Task<Result<PulledGenerations>> PullAsync(IReadOnlyList<KeyRing> rings, string? target = null, bool alone = false) =>
        new GenerationPuller(repository).PullAsync(new PullRequest { Target = target, Alone = alone, Required = rings, History = Array.Empty<HistoryEntry>() }, default);
}
