using System.Globalization;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Registries;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Ship.Pushing;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Ship.Tests.Pushing;

/// <summary>A push to Debian's registry that stops at each of its requests, in three ways: whoever pulls then gets whole generations, and the next push ends as an undisturbed one.</summary>
public sealed class StoppedPushTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Requires("docker-registry")]
    public async Task Wherever_a_push_stops_all_that_has_a_tag_is_whole_and_the_next_push_ends_it()
    {
        using var registry = await DockerRegistry.StartAsync();
        var request = Request();
        var requests = await StopAsync(registry, request, int.MaxValue, Stop.BeforeRequest);
        Assert.True(requests > 15, $"{requests} requests");
        var points = (from how in Enum.GetValues<Stop>() from at in Enumerable.Range(0, requests) select (at, how)).ToList();
        await Parallel.ForEachAsync(points, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (point, _) => Assert.True(await StopAsync(registry, request, point.at, point.how) > point.at));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{points.Count} points tried, three at each of {requests} requests"));
        CrashSummary.Add("push to a registry", points.Count);
    }

    public void Dispose() => directory.Dispose();

    private PushRequest Request()
    {
        var content = "a package"u8.ToArray();
        var package = directory.Write("tool.deb", "a package");
        return Sample.Push(Sample.History(2)) with { Files = [new PushedFile(package, Digest.Of(content).Hex, content.Length, "tool_1_amd64.deb", IsModel: false)] };
    }

    // To a repository with the first of two generations. How many requests there were.
    private static async Task<int> StopAsync(DockerRegistry registry, PushRequest request, int at, Stop how)
    {
        var name = $"{how}-{at}".ToLowerInvariant();
        using var repository = Client.Open(registry.Host, name);
        Assert.True((await new GenerationPusher(repository).PushAsync(Sample.Push(Sample.History(1)), default)).TryGet(out _, out _));
        using var handler = new StoppingHandler(RegistryRepository.CreateHandler(), at, how);
        using var stopped = new RegistryRepository(
            new RepositoryName(registry.Host, name), handler, new FixedCredentials(), TimeProvider.System, Client.Quick with { RetryDelays = [TimeSpan.FromMilliseconds(1)] });
        try
        {
            Assert.Equal((await new GenerationPusher(stopped).PushAsync(request, default)).TryGet(out _, out _), handler.Requests <= at);
        }
        catch (MachineStoppedException)
        {
            Assert.NotEqual(Stop.Unavailable, how);
        }

        var there = await PullWholeAsync(repository, name);
        Assert.True(there.SequenceEqual(Enumerable.Range(1, there.Count)) && there.Count > 0, $"{name}: {string.Join(", ", there)}");
        Assert.True((await new GenerationPusher(repository).PushAsync(request, default)).TryGet(out _, out var problems), $"{name}: {string.Join('\n', problems)}");
        Assert.Equal([1, 2], await PullWholeAsync(repository, name));
        Assert.Contains("2-packages", (await repository.ListTagsAsync(default)).Value);
        return handler.Requests;
    }

    // The generations that somebody gets who has none; whatever has a tag is there with all that it names.
    private static async Task<List<int>> PullWholeAsync(RegistryRepository repository, string name)
    {
        foreach (var tag in (await repository.ListTagsAsync(default)).Value)
        {
            var content = (await repository.TryFetchManifestAsync(tag, default)).Value!;
            // An index is the list of referrers, for registries that keep none.
            if (content.MediaType == MediaTypes.Index)
                await Assert.AllAsync(content.ReadIndex(tag).Value.Manifests, async each => Assert.NotNull((await repository.TryFetchManifestAsync(each.Digest.ToString(), default)).Value));
            else
                await Assert.AllAsync(content.ReadManifest(tag).Value.Layers, async blob => Assert.True((await repository.HasBlobAsync(blob, default)).Value, $"{name}: `{tag}` lacks {blob.Digest}"));
        }

        return (await new GenerationPuller(repository).PullAsync(new PullRequest(), default)).TryGet(out var pulled, out var problems)
            ? [.. pulled.Generations.Select(generation => generation.Number)]
            : throw new InvalidOperationException($"{name}: {string.Join('\n', problems)}");
    }
}
