using System.Text;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Cli.Tests.Pipeline.Shipping;

/// <summary>Environments without packages in a layout directory, so that nothing is fetched.</summary>
public sealed class RemoteEnvironmentTests(ITestOutputHelper output) : IDisposable
{
    private const string Empty = "version = 1\n[catalogs.own]\ntype = \"native\"\nlocation = \"packages\"\n[options]\nbase = false\n";

    private readonly TemporaryDirectory directory = new();
    private readonly Talk talk = new();

    private string Repository => $"oci:{directory.File("pushed")}";

    [Fact]
    public async Task Nobody_has_agreed_and_nobody_is_there_to_ask()
    {
        await PushAsync("1");
        var problem = Assert.Single((await OpenAsync(Repository)).Diagnostics);
        Assert.Equal("ENVC0963", problem.Code);
        Assert.Contains("--trust", problem.Hint, StringComparison.Ordinal);
        Assert.True((await OpenAsync(Repository, isTrusted: true)).Ok);
        // For that once.
        Assert.Equal("ENVC0963", Assert.Single((await OpenAsync(Repository)).Diagnostics).Code);
        new TrustedRepositories(directory.File("data/trusted"), new FileWriter(new PosixFileOperations())).Add(Repository);
        Assert.True((await OpenAsync(Repository)).Ok);
    }

    [Fact]
    public async Task The_configuration_allows_and_its_denial_outweighs_everything()
    {
        await PushAsync("1");
        var parent = $"oci:{directory.Path}/*";
        Assert.True((await OpenAsync(Repository, configuration: $"trust.allow = [\"{parent}\"]")).Ok);
        new TrustedRepositories(directory.File("data/trusted"), new FileWriter(new PosixFileOperations())).Add(Repository);
        var problem = Assert.Single((await OpenAsync(Repository, isTrusted: true, $"trust.allow = [\"{Repository}\"]\ntrust.deny = [\"{parent}\"]")).Diagnostics);
        Assert.Equal("ENVC0962", problem.Code);
        Assert.Contains(parent, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_kept_known_and_brought_up_to_date_and_a_number_pins_it()
    {
        await PushAsync("1");
        var (first, pinned) = (await OpenAsync(Repository, isTrusted: true)).Value;
        Assert.Equal((1, null), (GenerationNumbers.Live(first), pinned));
        await PushAsync("2");
        var second = (await OpenAsync(Repository, isTrusted: true)).Value;
        Assert.Equal((first.Directory, 2), (second.Layout.Directory, GenerationNumbers.Live(second.Layout)));
        var (numbered, number) = (await OpenAsync($"{Repository}:1", isTrusted: true)).Value;
        Assert.Equal((1, 1), (number, GenerationNumbers.Live(numbered)));
        Assert.NotEqual(first.Directory, numbered.Directory);
        var known = Context().KnownEnvironments.All().Select(environment => environment.Directory).ToList();
        Assert.Contains(first.Directory, known);
        Assert.Contains(numbered.Directory, known);
    }

    [Fact]
    public async Task Where_the_repository_was_pushed_to_by_force_its_generations_are_taken()
    {
        await PushAsync("1");
        Assert.True((await OpenAsync(Repository, isTrusted: true)).Ok);
        await PushAsync("other", "elsewhere", force: true);
        var (layout, _) = (await OpenAsync(Repository, isTrusted: true)).Value;
        Assert.Contains("other", File.ReadAllText(layout.Manifest), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pull_by_force_takes_theirs_and_keeps_ours()
    {
        await PushAsync("1");
        await PushAsync("other", "elsewhere", force: true);
        var place = directory.File("origin");
        var puller = new EnvironmentPuller(Context());
        Assert.Equal("ENVC1032", Assert.Single((await puller.PullAsync(null, place, new PullOptions(Force: false, PlainHttp: false), default)).Diagnostics).Code);
        var pulled = (await puller.PullAsync(null, place, new PullOptions(Force: true, PlainHttp: false), default)).Value;
        Assert.Equal((1, true), (pulled.Live, pulled.Kept is not null));
        Assert.Contains("other", File.ReadAllText(Path.Combine(place, "manifest.toml")), StringComparison.Ordinal);
        Assert.Contains("# 1", File.ReadAllText(Path.Combine(pulled.Kept!, "generations", "1", "manifest.toml")), StringComparison.Ordinal);
        // And it is the same history from then on.
        Assert.Empty((await puller.PullAsync(null, place, new PullOptions(Force: false, PlainHttp: false), default)).Value.Generations);
    }

    [Fact]
    public async Task What_was_agreed_is_remembered_whole_or_not_at_all() =>
        await new CrashSweep(
            new WriterUnderTest("remembered trust")
            {
                WriteAsync = (place, files) =>
                {
                    new TrustedRepositories(Path.Combine(place, "trusted"), new FileWriter(files)).Add("registry.example/team/name");
                    return Task.FromResult(true);
                },
                Look = place => new TrustedRepositories(Path.Combine(place, "trusted"), new FileWriter(new PosixFileOperations())).Has("registry.example/team/name") ? WriterState.New : WriterState.Old,
            },
            output).RunAsync();

    public void Dispose() => directory.Dispose();

    private CliContext Context(string configuration = "") => new(talk.Interface(), ["activate"])
    {
        Store = new StoreLayout(directory.File("store")),
        UserData = directory.File("data"),
        Configuration = new EffectiveConfiguration(host: null, ConfigurationReader.Read("/user/config.toml", Encoding.UTF8.GetBytes(configuration)).Value),
    };

    private Task<Model.Diagnostics.Result<(EnvironmentLayout Layout, int? Generation)>> OpenAsync(string reference, bool isTrusted = false, string configuration = "") =>
        new RemoteEnvironment(Context(configuration), Reference.Parse(reference).Value).OpenAsync(isTrusted, plainHttp: false, default);

    private async Task PushAsync(string note, string origin = "origin", bool force = false)
    {
        directory.Write($"{origin}/manifest.toml", $"{Empty}# {note}\n");
        var pusher = new EnvironmentPusher(Context(), ManifestLocator.LayoutOf(directory.File(origin)));
        Assert.True((await pusher.PushAsync(Reference.Parse(Repository).Value, new PushOptions(WithPackages: false, force, PlainHttp: false), default)).TryGet(out _, out var problems), string.Join('\n', problems));
    }
}
