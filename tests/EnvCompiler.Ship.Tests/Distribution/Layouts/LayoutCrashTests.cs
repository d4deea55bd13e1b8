using EnvCompiler.Host.Files;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Distribution.Layouts;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Ship.Tests.Distribution.Layouts;

/// <summary>A push into a layout directory: a manifest that the index names has its blobs, all of them whole.</summary>
public sealed class LayoutCrashTests(ITestOutputHelper output)
{
    private static readonly BlobContent First = BlobContent.Of("text/plain", "first"u8.ToArray());
    private static readonly BlobContent Second = BlobContent.Of("text/plain", "second"u8.ToArray());
    private static readonly BlobContent Config = BlobContent.Of(MediaTypes.Empty, "{}"u8.ToArray());

    private static readonly WriterUnderTest FirstPush = new("push into a new layout")
    {
        WriteAsync = (directory, files) => PushAsync(directory, files, First, "1"),
        Look = directory => LookAsync(directory, First, "1").GetAwaiter().GetResult(),
    };

    private static readonly WriterUnderTest NextPush = new("push into a layout")
    {
        PrepareAsync = directory => PushAsync(directory, new PosixFileOperations(), First, "1"),
        WriteAsync = (directory, files) => PushAsync(directory, files, Second, "2"),
        Look = directory =>
        {
            Assert.Equal(WriterState.New, LookAsync(directory, First, "1").GetAwaiter().GetResult());
            return LookAsync(directory, Second, "2").GetAwaiter().GetResult();
        },
    };

    [Fact]
    public async Task Whatever_happens_to_a_first_push_the_layout_is_whole() => await new CrashSweep(FirstPush, output).RunAsync();

    [Fact]
    public async Task Whatever_happens_to_a_push_the_layout_is_whole() => await new CrashSweep(NextPush, output).RunAsync();

    private static async Task<bool> PushAsync(string directory, IFileOperations files, BlobContent blob, string tag)
    {
        using var layout = Open(directory, files);
        foreach (var pushed in (BlobContent[])[Config, blob])
        {
            if (!(await layout.PushBlobAsync(pushed, default)).Ok)
                return false;
        }

        var manifest = ManifestContent.Of(new OciManifest { ArtifactType = "a/type", Config = Config.Descriptor, Layers = [blob.Descriptor] });
        return (await layout.PushManifestAsync(manifest, tag, default)).Ok;
    }

    private static async Task<WriterState> LookAsync(string directory, BlobContent blob, string tag)
    {
        using var layout = Open(directory, new PosixFileOperations());
        if (await layout.TryFetchManifestAsync(tag, default) is not { Ok: true, Value: { } manifest })
        {
            Assert.DoesNotContain(tag, Directory.Exists(Path.Combine(directory, "layout")) ? (await layout.ListTagsAsync(default)).Value : []);
            return WriterState.Old;
        }

        var read = manifest.ReadManifest(tag).Value;
        foreach (var descriptor in (Descriptor[])[read.Config, .. read.Layers])
            Assert.True((await layout.FetchBlobAsync(descriptor, (stream, token) => stream.CopyToAsync(Stream.Null, token).ContinueWith(_ => true, TaskScheduler.Default), default)).Ok);
        Assert.Equal(blob.Descriptor.Digest, read.Layers[0].Digest);
        return WriterState.New;
    }

    private static LayoutRepository Open(string directory, IFileOperations files) => new(new RepositoryName(null, Path.Combine(directory, "layout")), files, TimeProvider.System);
}
