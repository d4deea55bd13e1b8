using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Layout;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Sdk;

namespace EnvCompiler.Cli.Tests.Pipeline.Shipping;

/// <summary>
/// What makes an environment where none was: <c>pull</c> with a model, <c>pull --copy</c>, <c>init</c>. The one that is pulled has no packages, so the network is needed for nothing.
/// </summary>
public sealed class PulledWriters : IAsyncLifetime, IDisposable
{
    private const string Manifest = """
        version = 1
        [catalogs.own]
        type = "native"
        location = "packages"
        [models.tiny]
        path = "models/tiny.bin"
        [options]
        base = false
        """;

    private const string Weights = "weights";

    private readonly TemporaryDirectory origin = new();

    internal IReadOnlyList<WriterUnderTest> All =>
    [
        new("pull with a model")
        {
            WriteAsync = async (directory, files) =>
                (await new EnvironmentPuller(Context(directory, files)).PullAsync(Repository, Place(directory), new PullOptions(Force: false, PlainHttp: false), default)).Ok,
            Look = directory => LookAtPulled(Place(directory)),
            // A killed registration of the environment leaves a hundred bytes in the store.
            IsTemporary = path => path.StartsWith("environment/", StringComparison.Ordinal) && path.Contains(".tmp-", StringComparison.Ordinal),
        },
        new("pull --copy")
        {
            WriteAsync = async (directory, files) =>
                File.Exists(Path.Combine(Place(directory), "manifest.toml"))
                || (await new EnvironmentPuller(Context(directory, files)).CopyAsync(Repository, Place(directory), plainHttp: false, default)).Ok,
            Look = directory => LookAtFiles(Place(directory), ("manifest.toml", Manifest), ("manifest.lock", File.ReadAllText(origin.File("manifest.lock")))),
            // The first writer of the environment does.
            SweepsTemporaries = false,
        },
        new("init")
        {
            WriteAsync = async (directory, files) =>
                File.Exists(Path.Combine(Place(directory), "manifest.toml"))
                || await new InitCommand(Context(directory, files)).Parse(["-d", Place(directory)]).InvokeAsync(new() { EnableDefaultExceptionHandler = false }) == ExitCodes.Done,
            Look = directory => LookAtFiles(Place(directory), ("manifest.toml", File.ReadAllText(RepositoryRoot.File("templates", "init", "manifest.toml"))), (".gitignore", ".envc/\n")),
            SweepsTemporaries = false,
        },
    ];

    internal Reference Repository => Reference.Parse($"oci:{origin.File("pushed")}").Value;

    public async Task InitializeAsync()
    {
        origin.Write("manifest.toml", Manifest);
        origin.Write("models/tiny.bin", Weights);
        var pusher = new EnvironmentPusher(Context(origin.Path, new PosixFileOperations()), ManifestLocator.LayoutOf(origin.Path));
        Assert.True((await pusher.PushAsync(Repository, new PushOptions(WithPackages: true, Force: false, PlainHttp: false), default)).TryGet(out _, out var problems), string.Join('\n', problems));
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => origin.Dispose();

    internal static CliContext Context(string directory, IFileOperations files) =>
        new(new Talk().Interface(), ["pull"]) { Files = files, Store = new StoreLayout(Path.Combine(directory, "store")) };

    private static string Place(string directory) => Path.Combine(directory, "environment");

    private static WriterState LookAtPulled(string place)
    {
        // As the next command does first.
        var layout = ManifestLocator.LayoutOf(place);
        if (!Directory.Exists(layout.State))
            return WriterState.Old;
        EnvironmentLock.AcquireAsync(layout, new FileWriter(new PosixFileOperations()), new LockWait(Waits: false, _ => { }), TimeProvider.System, default).GetAwaiter().GetResult().Value.Dispose();
        var model = Path.Combine(place, "models", "tiny.bin");
        Assert.True(!File.Exists(model) || File.ReadAllText(model) == Weights);
        foreach (var number in GenerationNumbers.All(layout))
            Assert.True(new GenerationReader(layout).Read(number).Ok);
        if (GenerationNumbers.Live(layout) is null)
        {
            Assert.False(File.Exists(layout.Manifest), "a manifest without a live generation");
            return WriterState.Old;
        }

        Assert.True(File.Exists(model), "no model");
        Assert.Equal(Manifest, File.ReadAllText(layout.Manifest));
        Assert.Equal("pull", Assert.Single(new GenerationHistory(layout).Read(), entry => entry.Kind == HistoryKind.Pull).Kind);
        return WriterState.New;
    }

    // The first of them makes it an environment.
    private static WriterState LookAtFiles(string place, params (string Name, string Content)[] expected)
    {
        var there = expected.Where(file => File.Exists(Path.Combine(place, file.Name))).ToList();
        foreach (var (name, content) in there)
        {
            if (File.ReadAllText(Path.Combine(place, name)) != content)
                throw new XunitException($"`{name}` is not whole");
        }

        if (!there.Contains(expected[0]))
            return WriterState.Old;
        Assert.Equal(expected.Length, there.Count);
        return WriterState.New;
    }
}
