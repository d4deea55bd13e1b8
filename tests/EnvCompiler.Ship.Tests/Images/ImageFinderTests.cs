using System.Text;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.Ship.Images;
using EnvCompiler.TestKit;

namespace EnvCompiler.Ship.Tests.Images;

/// <summary>Images under a tag that a person names.</summary>
public sealed class ImageFinderTests : IDisposable
{
    private const string Generation = "5a";
    private readonly TemporaryDirectory directory = new();
    private readonly LayoutRepository repository;

    public ImageFinderTests() => repository = new(new RepositoryName(null, directory.File("layout")), new PosixFileOperations(), TimeProvider.System);

    [Theory]
    [InlineData("""{"config":{"Labels":{"dev.envc.generation.digest":"5a","dev.envc.target":"x86_64-linux/sm_90"}}}""", null)]
    [InlineData("""{"config":{"Labels":{"dev.envc.generation.digest":"5b","dev.envc.target":"x86_64-linux/sm_90"}}}""", "ENVC1062")]
    [InlineData("""{"config":{"Labels":{"dev.envc.generation.digest":"5a","dev.envc.target":"x86_64-linux/cpu"}}}""", "ENVC1063")]
    [InlineData("""{"config":{"Labels":{"dev.envc.target":"x86_64-linux/sm_90"}}}""", "ENVC1064")]
    [InlineData("""{"config":{"Labels":null}}""", "ENVC1064")]
    [InlineData("""{"os":"linux"}""", "ENVC1064")]
    [InlineData("""{"config":{"Labels":["a"]}}""", "ENVC1013")]
    public async Task It_is_of_this_generation_and_target_or_refused(string config, string? code)
    {
        var blob = BlobContent.Of(MediaTypes.ImageConfig, Encoding.UTF8.GetBytes(config));
        Assert.True((await repository.PushBlobAsync(blob, default)).Ok);
        var pushed = (await repository.PushManifestAsync(ManifestContent.Of(new OciManifest { Config = blob.Descriptor, Layers = [] }), "mine", default)).Value;
        Assert.True(Target.TryParse("x86_64-linux/sm_90", out var target));

        var found = await new ImageFinder(repository, 3, Generation).FindAsync("mine", target, default);

        Assert.Equal(code, found.Diagnostics.SingleOrDefault()?.Code);
        if (code is null)
            Assert.Equal(pushed.Digest, found.Value);
    }

    public void Dispose()
    {
        repository.Dispose();
        directory.Dispose();
    }
}
