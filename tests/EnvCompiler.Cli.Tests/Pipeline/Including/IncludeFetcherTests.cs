using System.Text;
using EnvCompiler.Cli.Pipeline.Including;
using EnvCompiler.Cli.Pipeline.Shipping;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Configurations;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.TestKit;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Tests.Pipeline.Including;

public sealed class IncludeFetcherTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Fact]
    public async Task What_is_pinned_stays_until_it_is_asked_for_anew()
    {
        Write("common", "vars.A = \"1\"");
        Write("app", Include("../common"));
        var first = (await PinAsync()).Value;
        Write("common", "vars.A = \"2\"");
        Assert.True(LockedIncludes.AreEqual(first, (await PinAsync(first)).Value));
        Assert.Contains("2", (await PinAsync(first, renews: true)).Value[0].Text, StringComparison.Ordinal);
        Assert.Equal(["common"], DirectoryIncludes.FindMoved(first, directory.File("app")));
        Assert.Empty(DirectoryIncludes.FindMoved((await PinAsync()).Value, directory.File("app")));
    }

    [Fact]
    public async Task Of_what_an_included_environment_includes_its_own_lock_decides()
    {
        Write("deep", "vars.A = \"1\"");
        Write("common", Include("../deep"));
        Write("app", Include("../common"));
        Write("deep", "vars.A = \"2\"");
        Assert.Contains("2", (await PinAsync()).Value[0].Include![0].Text, StringComparison.Ordinal);

        // Locked when deep said 1, and stale in another way since.
        Write("deep", "vars.A = \"1\"");
        var pins = (await PinAsync("common", Context())).Value;
        var request = LockRequests.From(new Manifest());
        await File.WriteAllBytesAsync(directory.File("common", "manifest.lock"), LockFile.Write(new Lock { Request = request, Include = pins }));
        Write("common", Include("../deep") + "install.x.pkg-path = \"x\"");
        Write("deep", "vars.A = \"2\"");
        var pin = (await PinAsync()).Value[0];
        Assert.Contains("install.x", pin.Text, StringComparison.Ordinal);
        Assert.Contains("1", pin.Include![0].Text.Split('\n')[1], StringComparison.Ordinal);

        // One that it includes since, it has not locked.
        Write("common", "include.environments = [{ dir = \"../deep\" }, { dir = \"../more\" }]\n");
        Write("more", "");
        Assert.Equal(["deep", "more"], (await PinAsync()).Value[0].Include!.Select(each => each.Name));
    }

    [Fact]
    public async Task A_manifest_of_Floxs_place_is_found_and_the_place_noted()
    {
        Write("common/.flox/env", "vars.A = \"1\"");
        Write("app/.envc/env", Include("../common"));
        var pin = (await PinAsync()).Value[0];
        Assert.Equal(("../common", ".flox/env/manifest.toml"), (pin.Dir, pin.File));
        Assert.Null((await PinAsync()).Value[0].Include);
    }

    [Theory]
    [InlineData(".", "`app` → `app`")]
    [InlineData("../b", "`app` → `../b` → `app`")]
    [InlineData("../c", "`../c` → `../c`")]
    public async Task Environments_that_include_each_other_are_refused_whatever_is_pinned(string included, string circle)
    {
        Write("app", Include(included));
        Write("b", Include("../link"));
        Write("c", Include("../c/."));
        File.CreateSymbolicLink(directory.File("link"), directory.File("app"));
        var problem = Assert.Single((await PinAsync()).Diagnostics);
        Assert.Equal("ENVC0970", problem.Code);
        Assert.EndsWith(circle, problem.Message.Replace($"`{Shown("app")}`", "`app`", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_circle_that_a_pin_closes_is_found()
    {
        Write("app", Include("../b"));
        Write("b", "");
        var pins = (await PinAsync()).Value;
        var text = "version = 1\n" + Include("../app");
        var closing = pins[0] with { Manifest = LockedInclude.LinesOf(text), Sha256 = LockedInclude.HashOf(text) };
        Assert.Equal("ENVC0970", Assert.Single((await PinAsync([closing])).Diagnostics).Code);
    }

    [Fact]
    public async Task Environments_are_not_included_through_any_number_of_others()
    {
        for (var number = 0; number < 20; number++)
            Write(number == 0 ? "app" : $"e{number}", Include($"../e{number + 1}"));
        Write("e20", "");
        Assert.Equal("ENVC0971", Assert.Single((await PinAsync()).Diagnostics).Code);
    }

    [Fact]
    public async Task All_that_cannot_be_found_is_told_at_its_entry()
    {
        Write("empty/x", "");
        Write("bad", "vars.A = ");
        Write("app", "include.environments = [{ dir = \"../none\" }, { dir = \"../empty\" }, { dir = \"../bad\" }, { remote = \"team/base\" }, { remote = \"registry.example/base:3\" }]");
        var manifest = Shown("app/manifest.toml");
        Assert.Equal(
            [$"{manifest}(2,25) ENVC0122", $"{manifest}(2,46) ENVC0122", $"{Shown("bad/manifest.toml")}(2,10) ENVC0101", $"{manifest}(2,88) ENVC1001", $"{manifest}(2,114) ENVC0973"],
            (await PinAsync()).Diagnostics.Select(problem => $"{problem.Place} {problem.Code}"));
    }

    [Fact]
    public async Task Without_the_network_no_registry_is_asked()
    {
        Write("app", "include.environments = [{ remote = \"registry.example/base\" }]");
        Assert.Equal("ENVC0974", Assert.Single((await PinAsync(offline: true)).Diagnostics).Code);
        var pin = new LockedInclude { Name = "base", Remote = "registry.example/base", Found = 3, Sha256 = LockedInclude.HashOf("version = 1"), Manifest = ["version = 1"] };
        Assert.True(LockedIncludes.AreEqual([pin], (await PinAsync([pin], offline: true)).Value));
    }

    [Fact]
    public async Task What_is_pinned_of_a_registry_may_include_no_directory()
    {
        Write("app", "include.environments = [{ remote = \"registry.example/base\" }]");
        var text = "version = 1\n" + Include("/srv/x");
        var pin = new LockedInclude { Name = "base", Remote = "registry.example/base", Found = 3, Sha256 = LockedInclude.HashOf(text), Manifest = LockedInclude.LinesOf(text) };
        Assert.Equal("ENVC0972", Assert.Single((await PinAsync([pin])).Diagnostics).Code);
    }

    [Fact]
    public async Task Somebody_agrees_to_an_environment_of_a_registry_once()
    {
        await PushAsync("1");
        Write("app", "include.environments = [{ remote = \"oci:../pushed\" }]");
        var problem = Assert.Single((await PinAsync()).Diagnostics);
        Assert.Equal((new SourcePlace(Shown("app/manifest.toml"), 2, 25), "ENVC0977"), (problem.Place, problem.Code));
        Assert.Contains("`envc lock --trust`", problem.Hint, StringComparison.Ordinal);
        var pins = (await PinAsync(trusts: true)).Value;
        Assert.Equal((1, "pushed"), (pins[0].Found, pins[0].Name));

        // What is locked shows that somebody has; the latest is then another one.
        await PushAsync("2");
        Assert.Equal(1, (await PinAsync(pins)).Value[0].Found);
        Assert.Equal(2, (await PinAsync(pins, renews: true)).Value[0].Found);
        Assert.Equal("ENVC0977", Assert.Single((await PinAsync()).Diagnostics).Code);
        new TrustedRepositories(directory.File("data", "trusted"), new FileWriter(new PosixFileOperations())).Add($"oci:{directory.File("pushed")}");
        Assert.Equal(2, (await PinAsync()).Value[0].Found);
    }

    [Fact]
    public async Task The_configuration_allows_environments_of_registries_or_denies_them()
    {
        await PushAsync("1");
        Write("app", "include.environments = [{ remote = \"oci:../pushed\", generation = 1 }]");
        Assert.Equal("1", (await PinAsync(configuration: $"trust.allow = [\"oci:{directory.File("pushed")}\"]")).Value[0].Text.Split("# ")[1].Trim());
        Assert.Equal("ENVC0962", Assert.Single((await PinAsync(trusts: true, configuration: $"trust.deny = [\"oci:{directory.Path}/*\"]")).Diagnostics).Code);
    }

    [Fact]
    public async Task A_generation_brings_what_it_includes_though_nobody_has_that_any_more()
    {
        await PushAsync("1");
        Write("middle", Packageless + "include.environments = [{ remote = \"oci:../pushed\" }]\nvars.MIDDLE = \"1\"\n");
        await PushAsync("middle", "second", Context(trusts: true));
        Directory.Delete(directory.File("pushed"), recursive: true);
        Write("app", "include.environments = [{ remote = \"oci:../second\" }]");
        var pin = (await PinAsync(trusts: true)).Value[0];
        Assert.Equal(("second", "pushed"), (pin.Name, pin.Include![0].Name));
    }

    public void Dispose() => directory.Dispose();

    // Without packages, so that nothing is fetched.
    private const string Packageless = "catalogs.own = { type = \"native\", location = \"packages\" }\noptions.base = false\n";

    private Task PushAsync(string note)
    {
        Write("origin", Packageless + $"# {note}\n");
        return PushAsync("origin", "pushed", Context());
    }

    private async Task PushAsync(string name, string layout, CliContext context)
    {
        var pusher = new EnvironmentPusher(context, ManifestLocator.LayoutOf(directory.File(name)));
        var pushed = await pusher.PushAsync(Reference.Parse($"oci:{directory.File(layout)}").Value, new PushOptions(WithPackages: false, Force: false, PlainHttp: false), default);
        Assert.True(pushed.Ok, string.Join('\n', pushed.Diagnostics));
    }

    private CliContext Context(bool offline = false, bool trusts = false, string configuration = "") => new(new Talk().Interface(), ["lock"])
    {
        Offline = offline,
        Trusts = trusts,
        Store = new StoreLayout(directory.File("store")),
        UserData = directory.File("data"),
        Configuration = new EffectiveConfiguration(host: null, ConfigurationReader.Read("/user/config.toml", Encoding.UTF8.GetBytes(configuration)).Value),
    };

    private static string Include(string place) => $"include.environments = [{{ dir = \"{place}\" }}]\n";

    private string Shown(string path) => Path.GetRelativePath(Environment.CurrentDirectory, directory.File(path)).StartsWith("../..", StringComparison.Ordinal)
        ? directory.File(path)
        : Path.GetRelativePath(Environment.CurrentDirectory, directory.File(path));

    private void Write(string name, string manifest)
    {
        Directory.CreateDirectory(directory.File(name));
        File.WriteAllText(directory.File(name, "manifest.toml"), "version = 1\n" + manifest);
    }

    private Task<Result<IReadOnlyList<LockedInclude>>> PinAsync(
        IReadOnlyList<LockedInclude>? pinned = null, bool renews = false, bool offline = false, bool trusts = false, string configuration = "") =>
        PinAsync("app", Context(offline, trusts, configuration), pinned, renews);

    private async Task<Result<IReadOnlyList<LockedInclude>>> PinAsync(string name, CliContext context, IReadOnlyList<LockedInclude>? pinned = null, bool renews = false)
    {
        var layout = ManifestLocator.Find(directory.File(name)).Value;
        var text = ManifestText.Parse(Shown(Path.GetRelativePath(directory.Path, layout.Manifest)), await File.ReadAllBytesAsync(layout.Manifest));
        return await new IncludeFetcher(context, layout).PinAsync(text, pinned, _ => renews, default);
    }
}
