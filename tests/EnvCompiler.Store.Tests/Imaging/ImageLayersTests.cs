using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Imaging;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Imaging;

public sealed class ImageLayersTests : IDisposable
{
    private readonly StoreFixture store = new();

    public ImageLayersTests()
    {
        store.Add(Program("app", "Pre-Depends: lib (>= 1), early\nDepends: absent | virtual\n"), priority: 5);
        foreach (var (name, fields) in new[] { ("lib", ""), ("early", ""), ("provider", "Provides: virtual (= 1)\n"), ("base", "Essential: yes\n"), ("wanted", "") })
            store.Add(Program(name, fields));
    }

    [Fact]
    public async Task The_closure_has_what_is_asked_for_with_its_needs_and_no_base()
    {
        await store.RootAsync();

        var closure = new ApplicationClosure(store.Store, store.Lock, Group).Of([IdOf("wanted")]).Value;

        Assert.Equal(["app", "early", "lib", "provider", "wanted"], closure.Select(id => id.Split('/')[1]));
    }

    [Fact]
    public async Task Each_package_is_a_layer_with_its_status_and_no_file_is_in_two()
    {
        var layers = await LayersAsync();

        Assert.Equal(["app 1.0", "base 1.0", "early 1.0", "lib 1.0", "provider 1.0", "wanted 1.0", "system", "envc-run", "environment"], layers.Select(layer => layer.Title));
        Assert.Contains(layers[0].Entries, entry => entry.Path == "usr/bin/app");
        Assert.Contains(layers[0].Entries, entry => entry.Path == "var/lib/dpkg/status.d/app");
        var paths = layers.SelectMany(layer => layer.Entries).Where(entry => entry is not ImageEntry.Directory).Select(entry => entry.Path).ToArray();
        Assert.Equal(paths.Length, paths.Distinct().Count());
        // Whatever a layer has in /tmp, its mode is that of /tmp.
        Assert.All(layers.SelectMany(layer => layer.Entries).OfType<ImageEntry.Directory>().Where(entry => entry.Path == "tmp"), entry => Assert.Equal(0b1_111_111_111, entry.Mode));
    }

    [Fact]
    public async Task Layers_are_made_once_and_one_that_changes_is_the_only_new_one()
    {
        var made = new LayerStore(store.Store, new PosixFileOperations(), TimeProvider.System);
        var layers = await LayersAsync();
        var first = (await made.EnsureAsync(layers, LayerCompressor.Gzip, CancellationToken.None)).Value;
        Assert.Equal(layers.Count, first.Made);
        Assert.Equal(0, (await made.EnsureAsync(layers, LayerCompressor.Gzip, CancellationToken.None)).Value.Made);

        LayerContent[] changed = [.. layers.SkipLast(1), layers[^1] with { Entries = [new ImageEntry.Made("other", new byte[1], IsProgram: false)] }];
        var second = (await made.EnsureAsync(changed, LayerCompressor.Gzip, CancellationToken.None)).Value;

        Assert.Equal(1, second.Made);
        Assert.Equal(first.Keys.SkipLast(1), second.Keys.SkipLast(1));
        var layer = made.TryOpen(second.Keys[0])!;
        Assert.Equal(layer.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(made.PathOf(second.Keys[0])))));
        store.AssertClean();
    }

    [Theory]
    [InlineData("layer.json", "")]
    [InlineData("layer.json", null)]
    [InlineData("blob", "x")]
    public async Task A_damaged_layer_is_made_anew(string file, string? content)
    {
        var made = new LayerStore(store.Store, new PosixFileOperations(), TimeProvider.System);
        var layers = await LayersAsync();
        var key = (await made.EnsureAsync(layers, LayerCompressor.Gzip, CancellationToken.None)).Value.Keys[0];
        var layer = made.TryOpen(key);
        var place = Path.Combine(store.Store.Layer(key), file);
        Overwrite(place, content ?? "");
        if (content is null)
            File.Delete(place);

        Assert.Null(made.TryOpen(key));
        Assert.Equal(1, (await made.EnsureAsync(layers, LayerCompressor.Gzip, CancellationToken.None)).Value.Made);
        Assert.Equal(layer, made.TryOpen(key));
        store.AssertClean();
    }

    [Theory]
    [InlineData("")]
    [InlineData("xxx")]
    [InlineData(null)]
    public async Task Files_of_a_package_that_are_not_as_unpacked_come_into_no_layer(string? content)
    {
        // One's sums were wrong from the first, and it is what it is.
        store.Add(Program("odd", "").Control("md5sums", "d41d8cd98f00b204e9800998ecf8427e  usr/bin/odd\nd41d8cd98f00b204e9800998ecf8427e  usr/bin/none\n"));
        var app = store.Add(Program("summed", "").Control("md5sums", "b6252079cb4c92960ec5375709bcb71d  bin/summed\n"));
        var made = new LayerStore(store.Store, new PosixFileOperations(), TimeProvider.System);
        var layers = await LayersAsync();
        Assert.True((await made.EnsureAsync(layers, LayerCompressor.Gzip, CancellationToken.None)).Ok);

        var file = Path.Combine(store.Store.Object(app.Sha256), "fs/usr/bin/summed");
        Overwrite(file, content ?? "");
        if (content is null)
            File.Delete(file);
        var compressor = LayerCompressor.For(new LayerFormat(LayerCompression.Zstd, 1), ["/"]).Value;
        var problem = Assert.Single((await made.EnsureAsync(layers, compressor, CancellationToken.None)).Diagnostics);
        Assert.Equal("ENVC0326", problem.Code);
        Assert.Contains("`summed` 1.0 is damaged in the store: `fs/usr/bin/summed`", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_artifact_is_named()
    {
        await store.RootAsync();
        Overwrite(store.Store.Artifact(store.Lock.Packages[IdOf("app")].Sha256), "!<arch>\nx");

        Assert.Equal("ENVC0326", Assert.Single(new ApplicationClosure(store.Store, store.Lock, Group).Of([]).Diagnostics).Code);
    }

    [Fact]
    public void An_image_of_the_cache_that_cannot_be_read_is_made_anew()
    {
        var cache = new ImageCache(store.Store, new PosixFileOperations(), new LayerStore(store.Store, new PosixFileOperations(), TimeProvider.System));
        cache.Write("key", new ImageRecord { Layers = [], Config = [1] });
        Assert.Equal([1], cache.TryRead("key")!.Config);

        File.WriteAllText(Path.Combine(store.Store.Images, "key"), "{");
        Assert.Null(cache.TryRead("key"));
    }

    [Fact]
    public async Task Zstd_of_another_level_is_another_compressor()
    {
        var made = new LayerStore(store.Store, new PosixFileOperations(), TimeProvider.System);
        var layers = await LayersAsync();
        foreach (var level in (int[])[1, 2])
        {
            // This host's file system is a root, and its libzstd that root's.
            var compressor = LayerCompressor.For(new LayerFormat(LayerCompression.Zstd, level), ["/"]).Value;
            Assert.Equal(layers.Count, (await made.EnsureAsync(layers, compressor, CancellationToken.None)).Value.Made);
            Assert.Equal(0, (await made.EnsureAsync(layers, compressor, CancellationToken.None)).Value.Made);
        }
    }

    [Fact]
    public void Zstd_without_a_libzstd_that_works_is_refused()
    {
        using var roots = new TemporaryDirectory();
        Assert.Contains("no group of the target has it", Refused(roots.Path), StringComparison.Ordinal);

        // Of another machine, say.
        var library = roots.Write("other/usr/lib/x86_64-linux-gnu/libzstd.so.1", "no library");
        Assert.Matches($"it cannot be loaded here .*{library}", Refused(roots.File("other")));

        static string Refused(string root)
        {
            var problem = Assert.Single(LayerCompressor.For(new LayerFormat(LayerCompression.Zstd, 3), [root]).Diagnostics);
            Assert.Equal("ENVC0323", problem.Code);
            Assert.NotNull(problem.Hint);
            return problem.Message;
        }
    }

    public void Dispose() => store.Dispose();

    private static void Overwrite(string file, string content)
    {
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(file, content);
        File.SetUnixFileMode(file, UnixFileMode.UserRead);
    }

    private LockedGroup Group => store.Lock.Targets["x86_64-linux/cpu"].Groups["toplevel"];

    private string IdOf(string name) => store.Lock.Packages.Values.Single(package => package.Name == name).Id;

    private async Task<IReadOnlyList<LayerContent>> LayersAsync()
    {
        var root = await store.RootAsync();
        return new ImageLayers(store.Store).Of(new ImageContents
        {
            Lock = store.Lock, Packages = [.. store.Lock.Packages.Values], Root = root.Path, HostRoot = root.Path,
            Launcher = [new ImageEntry.Made(".envc/envc-run", new byte[1], IsProgram: true)],
            Environment = [new ImageEntry.Made(".envc/environment/environment.json", new byte[2], IsProgram: false)],
        });
    }

    private static DebBuilder Program(string name, string fields) =>
        new DebBuilder(name) { Fields = fields }.With(data => data.File($"./usr/bin/{name}", name, 0b111_101_101));
}
