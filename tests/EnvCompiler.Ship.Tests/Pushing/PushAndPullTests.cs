using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Ship.Pushing;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Pushing;

public sealed class PushAndPullTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly LayoutRepository repository;

    public PushAndPullTests() => repository = new(new RepositoryName(null, directory.File("layout")), new PosixFileOperations(), TimeProvider.System);

    [Fact]
    public async Task Pushed_generations_are_pulled_as_they_were()
    {
        var report = await PushAsync(Sample.Push(Sample.History(12)));
        Assert.Equal(Enumerable.Range(1, 12), report.Generations);
        var pulled = await PullAsync([]);
        Assert.Equal((12, 12, false), (pulled.Live, pulled.Generations.Count, pulled.HasPackages));
        foreach (var (expected, actual) in Sample.History(12).Select(Sample.Generation).Zip(pulled.Generations))
        {
            Assert.Equal(expected.Manifest, actual.Manifest);
            Assert.Equal(expected.Lock, actual.Lock);
            Assert.Equal(HistoryLine.Write(expected.Entry), HistoryLine.Write(actual.Entry));
            Assert.Equal(expected.Commands.Commands, actual.Commands.Commands);
        }
    }

    [Fact]
    public async Task What_is_there_already_is_not_sent_again()
    {
        var first = await PushAsync(Sample.Push(Sample.History(3)));
        // Manifest, history and config of each, and what they share: lock, commands.
        Assert.Equal(11, first.Blobs);
        var second = await PushAsync(Sample.Push(Sample.History(3)));
        Assert.Equal((0, 0, 0L, first.Digest), (second.Generations.Count, second.Blobs, second.Bytes, second.Digest));
        var third = await PushAsync(Sample.Push(Sample.History(4)));
        Assert.Equal((4, 3), (Assert.Single(third.Generations), third.Blobs));
    }

    [Fact]
    public async Task Only_what_is_missing_is_pulled()
    {
        await PushAsync(Sample.Push(Sample.History(12)));
        Assert.Equal([11, 12], (await PullAsync(Sample.History(10))).Generations.Select(generation => generation.Number));
        Assert.Empty((await PullAsync(Sample.History(12))).Generations);
        Assert.Equal(7, (await PullAsync(Sample.History(12), "7")).Live);
    }

    [Fact]
    public async Task Latest_names_what_is_live_where_it_was_pushed_from()
    {
        await PushAsync(Sample.Push(Sample.History(3)));
        await PushAsync(Sample.Push(Sample.History(3)) with { Live = 1 });
        Assert.Equal(1, (await PullAsync([])).Live);
        Assert.Equal(["1", "2", "3", "latest"], (await repository.ListTagsAsync(default)).Value);
    }

    [Fact]
    public async Task A_generation_whose_files_are_gone_leaves_its_line()
    {
        await PushAsync(Sample.Push(Sample.History(5), gone: [1, 3]));
        var pulled = await PullAsync([]);
        Assert.Equal([2, 4, 5], pulled.Generations.Select(generation => generation.Number));
        var history = pulled.Generations.SelectMany(generation => generation.Before.Append(generation.Entry)).ToList();
        Assert.Equal([1, 2, 3, 4, 5], history.Select(entry => entry.Generation));
        // Who pulled goes on with the same chain.
        history.Add(Sample.Entry(6, "bob"));
        Assert.Equal([6], (await PushAsync(Sample.Push(history, gone: [1, 3]))).Generations);
    }

    [Fact]
    public async Task A_divergence_names_both_sides_and_a_forced_push_takes_the_place()
    {
        await PushAsync(Sample.Push([.. Sample.History(10), Sample.Entry(11, "bob"), Sample.Entry(12, "bob")]));
        IReadOnlyList<HistoryEntry> mine = [.. Sample.History(10), Sample.Entry(11, "alice")];

        var pushed = Assert.Single((await new GenerationPusher(repository).PushAsync(Sample.Push(mine), default)).Diagnostics);
        var pulled = Assert.Single((await new GenerationPuller(repository).PullAsync(new PullRequest { History = mine }, default)).Diagnostics);
        foreach (var problem in (Diagnostic[])[pushed, pulled])
        {
            Assert.Equal("ENVC1032", problem.Code);
            Assert.Contains("from generation 10", problem.Message, StringComparison.Ordinal);
            Assert.Equal(["here: generation 11 by alice on there, 2026-11-22T05:00:11Z: envc build", "there: generation 12 by bob on there, 2026-11-22T05:00:12Z: envc build"], problem.Details);
        }

        Assert.Equal([11], (await PushAsync(Sample.Push(mine) with { Force = true })).Generations);
        Assert.DoesNotContain("12", (await repository.ListTagsAsync(default)).Value);
        Assert.Empty((await PullAsync(mine)).Generations);
    }

    [Fact]
    public async Task A_repository_that_is_ahead_is_not_pushed_to()
    {
        await PushAsync(Sample.Push(Sample.History(4)));
        Assert.Equal("ENVC1033", Assert.Single((await new GenerationPusher(repository).PushAsync(Sample.Push(Sample.History(3)), default)).Diagnostics).Code);
    }

    [Fact]
    public async Task Another_environment_is_not_mixed_in()
    {
        await PushAsync(Sample.Push([Sample.Entry(1, "bob")]));
        var problem = Assert.Single((await new GenerationPusher(repository).PushAsync(Sample.Push(Sample.History(2)), default)).Diagnostics);
        Assert.Equal("ENVC1032", problem.Code);
        Assert.Contains("holds another environment", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_generation_that_was_exchanged_breaks_the_chain()
    {
        await PushAsync(Sample.Push(Sample.History(3)));
        var forged = ArtifactWriter.Of(Sample.Generation(Sample.Entry(2, "mallory")), new string('0', 64), parent: null);
        foreach (var blob in forged.Blobs)
            await repository.PushBlobAsync(blob, default);
        await repository.PushManifestAsync(forged.Manifest, "2", default);
        Assert.Equal("ENVC1035", Assert.Single((await new GenerationPuller(repository).PullAsync(new PullRequest(), default)).Diagnostics).Code);
    }

    [Fact]
    public async Task A_generation_under_another_number_is_refused()
    {
        await PushAsync(Sample.Push(Sample.History(3)));
        var second = (await repository.TryFetchManifestAsync("2", default)).Value!;
        await repository.PushManifestAsync(second, "3", default);
        Assert.Equal("ENVC1031", Assert.Single((await new GenerationPuller(repository).PullAsync(new PullRequest(), default)).Diagnostics).Code);
    }

    [Fact]
    public async Task A_missing_blob_is_told()
    {
        await PushAsync(Sample.Push(Sample.History(1)));
        var manifest = (await repository.TryFetchManifestAsync("1", default)).Value!.ReadManifest("1").Value;
        File.Delete(directory.File("layout/blobs/sha256", manifest.Layers[1].Digest.Hex));
        Assert.Equal("ENVC1012", Assert.Single((await new GenerationPuller(repository).PullAsync(new PullRequest(), default)).Diagnostics).Code);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("7")]
    public async Task What_is_not_there_is_told(string? target) =>
        Assert.Equal("ENVC1030", Assert.Single((await new GenerationPuller(repository).PullAsync(new PullRequest { Target = target }, default)).Diagnostics).Code);

    [Fact]
    public async Task An_image_is_no_generation()
    {
        await repository.PushManifestAsync(ManifestContent.Of(new OciManifest { Config = Descriptor.Of(MediaTypes.ImageConfig, "{}"u8), Layers = [] }), "latest", default);
        await repository.PushManifestAsync(ManifestContent.Of(new OciIndex { Manifests = [] }), "all", default);
        foreach (var tag in (string[])["latest", "all"])
            Assert.Equal("ENVC1031", Assert.Single((await new GenerationPuller(repository).PullAsync(new PullRequest { Target = tag }, default)).Diagnostics).Code);
    }

    [Fact]
    public async Task Files_go_along_once_and_models_are_offered_by_their_paths()
    {
        var package = directory.Write("tool.deb", "a package");
        var model = directory.Write("models/tiny.gguf", "weights");
        PushedFile[] files = [FileOf(package, "tool_1_amd64.deb", isModel: false), FileOf(model, "models/tiny.gguf", isModel: true)];
        var fetches = 0;
        var request = Sample.Push(Sample.History(1)) with { Files = files, Fetch = _ => Task.FromResult<IReadOnlyList<Diagnostic>>([.. Enumerable.Empty<Diagnostic>().Take(fetches++)]) };
        Assert.Equal(8, (await PushAsync(request)).Blobs);
        Assert.Equal((0, 1), ((await PushAsync(request)).Blobs, fetches));

        var pulled = await PullAsync([]);
        Assert.True(pulled.HasPackages);
        Assert.Equal(("models/tiny.gguf", files[1].Size), (Assert.Single(pulled.Models).Path, pulled.Models[0].Blob.Size));
        // The same files with another generation: only its manifest and history and two configs are new.
        var next = Sample.Push(Sample.History(2)) with { Files = files };
        Assert.Equal(4, (await PushAsync(next)).Blobs);
    }

    public void Dispose() => directory.Dispose();

    private static PushedFile FileOf(string path, string title, bool isModel)
    {
        var content = File.ReadAllBytes(path);
        return new PushedFile(path, Digest.Of(content).Hex, content.Length, title, isModel);
    }

    private async Task<PushReport> PushAsync(PushRequest request) => (await new GenerationPusher(repository).PushAsync(request, default)).Value;

    private async Task<PulledGenerations> PullAsync(IReadOnlyList<HistoryEntry> history, string? target = null) =>
        (await new GenerationPuller(repository).PullAsync(new PullRequest { History = history, Target = target }, default)).Value;
}
