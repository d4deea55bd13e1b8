using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Images;
using EnvCompiler.Ship.Tests.Harness;
using EnvCompiler.Store.Imaging;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Ship.Tests.Images;

public sealed class ImagePublisherTests(ITestOutputHelper output) : IDisposable
{
    private const string Generation = "5a";
    private readonly TemporaryDirectory layers = new();

    [Fact]
    public async Task Targets_published_one_by_one_give_the_index_of_all_together()
    {
        using var together = new TemporaryDirectory();
        using var apart = new TemporaryDirectory();
        var all = await PublishAsync(together.Path, Image("cpu"), Image("sm_89"), Image("sm_90"));
        await PublishAsync(apart.Path, Image("sm_90"));
        await PublishAsync(apart.Path, Image("cpu"));
        var last = await PublishAsync(apart.Path, Image("sm_89"));
        Assert.Equal(all.Digest, last.Digest);
        Assert.Equal(["x86_64-linux/cpu", "x86_64-linux/sm_89", "x86_64-linux/sm_90"], await TargetsAsync(apart.Path));
        // Its config and the layer that is its alone.
        Assert.Equal(2, last.Blobs);
    }

    /// <summary>Two hosts build a target each and bring it to one registry; whatever one of them does, the other does everything between two of its steps.</summary>
    [Fact]
    public async Task Targets_published_at_the_same_time_are_both_in_the_index()
    {
        var steps = 1;
        for (var at = 0; at < steps; at++)
        {
            using var directory = new TemporaryDirectory();
            using var repository = new InterruptedRepository(Open(directory.Path, new PosixFileOperations()), at, () => PublishAsync(directory.Path, Image("sm_90")));
            Assert.True((await new ImagePublisher(repository).PublishAsync([Image("cpu")], default)).Ok);
            steps = repository.Steps;
            Assert.Equal(["x86_64-linux/cpu", "x86_64-linux/sm_90"], await TargetsAsync(directory.Path));
        }

        Assert.True(steps > 5);
    }

    [Fact]
    public async Task A_tag_of_somebody_else_does_not_come_into_the_index()
    {
        using var directory = new TemporaryDirectory();
        var older = Image("cpu", content: "older");
        await PublishAsync(directory.Path, older);
        using (var repository = Open(directory.Path, new PosixFileOperations()))
            Assert.True((await repository.PushManifestAsync(older.Manifest, "3-cpu-tested", default)).Ok);
        var newer = await PublishAsync(directory.Path, Image("cpu"));
        Assert.Equal(newer.Digest, (await PublishAsync(directory.Path, Image("cpu"))).Digest);
        var both = await PublishAsync(directory.Path, Image("sm_90"));
        using var looked = Open(directory.Path, new PosixFileOperations());
        var index = (await looked.TryFetchManifestAsync(both.Digest, default)).Value!.ReadIndex("3").Value;
        Assert.Contains(Image("cpu").Manifest.Descriptor.Digest, index.Manifests.Select(entry => entry.Digest));
        Assert.Equal(2, index.Manifests.Count);
    }

    [Fact]
    public async Task An_image_that_was_built_anew_takes_the_place_of_the_one_before()
    {
        using var directory = new TemporaryDirectory();
        await PublishAsync(directory.Path, Image("cpu"), Image("sm_90"));
        await PublishAsync(directory.Path, Image("sm_90", content: "anew"));
        Assert.Equal(["x86_64-linux/cpu", "x86_64-linux/sm_90"], await TargetsAsync(directory.Path));
    }

    [Fact]
    public async Task Images_of_another_generation_of_that_number_do_not_stay_in_the_index()
    {
        using var directory = new TemporaryDirectory();
        await PublishAsync(directory.Path, Image("cpu"), Image("sm_90"));
        await PublishAsync(directory.Path, Image("cpu") with { Revision = "another" });
        Assert.Equal(["x86_64-linux/cpu"], await TargetsAsync(directory.Path));
    }

    [Fact]
    public async Task Whatever_happens_an_index_names_whole_images_and_keeps_those_that_it_had() => await new CrashSweep(
        new WriterUnderTest("images into a layout")
        {
            PrepareAsync = async directory => Assert.True((await TryPublishAsync(directory, new PosixFileOperations(), Image("cpu"))).Ok),
            WriteAsync = async (directory, files) => (await TryPublishAsync(directory, files, Image("sm_90"))).Ok,
            Look = directory => LookAsync(directory).GetAwaiter().GetResult(),
        },
        output).RunAsync();

    public void Dispose() => layers.Dispose();

    private static async Task<WriterState> LookAsync(string directory)
    {
        var targets = await TargetsAsync(directory);
        Assert.Contains("x86_64-linux/cpu", targets);
        return targets.Contains("x86_64-linux/sm_90") ? WriterState.New : WriterState.Old;
    }

    // Of the index, each with all its blobs.
    private static async Task<List<string>> TargetsAsync(string directory)
    {
        using var repository = Open(directory, new PosixFileOperations());
        var targets = new List<string>();
        foreach (var entry in (await repository.TryFetchManifestAsync("3", default)).Value!.ReadIndex("3").Value.Manifests)
        {
            var image = (await repository.TryFetchManifestAsync(entry.Digest.ToString(), default)).Value!.ReadManifest("image").Value;
            foreach (var descriptor in (Descriptor[])[image.Config, .. image.Layers])
                Assert.True((await repository.FetchBlobAsync(descriptor, async (stream, token) => { await stream.CopyToAsync(Stream.Null, token); return true; }, default)).Ok);
            targets.Add(entry.Annotation(ImagePublisher.TargetKey)!);
        }

        return targets;
    }

    private static async Task<PublishedImages> PublishAsync(string directory, params BuiltImage[] images) => (await TryPublishAsync(directory, new PosixFileOperations(), images)).Value;

    private static async Task<Result<PublishedImages>> TryPublishAsync(string directory, IFileOperations files, params BuiltImage[] images)
    {
        using var repository = Open(directory, files);
        return await new ImagePublisher(repository).PublishAsync(images, default);
    }

    private static LayoutRepository Open(string directory, IFileOperations files) => new(new RepositoryName(null, Path.Combine(directory, "layout")), files, TimeProvider.System);

    private BuiltImage Image(string accelerator, string content = "layer") => new()
    {
        Target = Target.TryParse($"x86_64-linux/{accelerator}", out var target) ? target : throw new ArgumentException(accelerator),
        Generation = 3,
        Revision = Generation,
        Config = Encoding.UTF8.GetBytes($$$$"""{"config":{"Labels":{"dev.envc.generation.digest":"{{{{Generation}}}}","dev.envc.target":"x86_64-linux/{{{{accelerator}}}}"}}}"""),
        Layers = [Layer("shared"), Layer($"{content} of {accelerator}")],
    };

    private BuiltLayer Layer(string content)
    {
        var path = layers.Write(content, content);
        var digest = Digest.Of(Encoding.UTF8.GetBytes(content)).Hex;
        return new BuiltLayer(content, new StoredLayer { Sha256 = digest, DiffId = digest, Size = content.Length, UnpackedSize = content.Length, Compression = LayerCompression.None }, path);
    }
}
