using System.Text.Json.Nodes;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Environments that are composed of others, in directories and in registries.</summary>
public sealed class IncludeTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{
    private const string Plain = "[options]\nsystems = [\"x86_64-linux\"]\n";

    private readonly TemporaryDirectory directory = new();
    private readonly Envc envc = store.Envc();

    [Fact]
    public void What_directories_bring_runs_and_stays_until_it_is_taken_over()
    {
        Write("deep", Plain + "[vars]\nFROM = \"deep\"\nDEEP = \"yes\"\n");
        Write("common", "[include]\nenvironments = [{ dir = \"../deep\" }]\n[install]\nhello.pkg-path = \"hello\"\nsl.pkg-path = \"sl\"\n[vars]\nFROM = \"common\"\n"
            + "[hook]\non-activate = \"export HOOKS=$HOOKS:common\"\n[services.web]\ncommand = \"exec sleep 600\"\n");
        var app = Write("app", "[include]\nenvironments = [{ dir = \"../common\", remove = [\"install.sl\"] }]\n[vars]\nMINE = \"1\"\n[hook]\non-activate = \"export HOOKS=$HOOKS:app\"\n"
            + "[services.mine]\ncommand = \"exec sleep 600\"\ndepends-on = { web = \"ready\" }\n");
        string[] here = ["-d", app];

        envc.Run(["list", .. here]).Expect(1).Says("ENVC0906");
        envc.Run(["lock", .. here]).Expect(0);
        envc.Run(["lock", "--check", .. here]).Expect(0);
        var listed = JsonNode.Parse(envc.Run(["list", "--json", .. here]).Expect(0).Output)!.AsArray();
        Assert.Equal("hello of common", string.Join(' ', listed.Select(package => $"{package!["install-id"]} of {package["include"]}")));
        Assert.Contains("`install.hello` of the include `common` asks for `hello`", envc.Run(["explain", "hello", "--offline", .. here]).Expect(0).Output, StringComparison.Ordinal);
        Assert.Contains("\n  services.web\n  hook.on-activate, joined with what is at manifest.toml(7,1)\n  install.sl, removed\n", envc.Run(app, ["include", "list"]).Expect(0).Output, StringComparison.Ordinal);

        var activated = envc.Run(["activate", "-s", .. here, "--", "bash", "-c", "echo $FROM $DEEP $MINE $HOOKS; hello; envc services status --json"]).Expect(0).Output;
        Assert.StartsWith("common yes 1 :common:app\nHello, world!\n", activated, StringComparison.Ordinal);
        var running = JsonNode.Parse(activated[activated.IndexOf('[', StringComparison.Ordinal)..])!.AsArray();
        Assert.Equal(["mine", "web"], running.Where(service => service!["state"]!.GetValue<string>() == "ready").Select(service => service!["name"]!.GetValue<string>()).Order());
        var explained = envc.Run(["explain", "web", .. here]).Expect(0).Output;
        Assert.Matches(@"(?m)^  include +common$", explained);
        Assert.Matches(@"(?m)^DEEP +yes +- +\[vars\] of common", explained);

        var manifest = Path.Combine(directory.Path, "common", "manifest.toml");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("FROM = \"common\"", "FROM = \"newer\"", StringComparison.Ordinal));
        Assert.Contains("generation 1 is live already", envc.Run(["build", .. here]).Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("`common` changed since; `envc include upgrade`", envc.Run(["lock", .. here]).Expect(0).Error, StringComparison.Ordinal);
        envc.Run(["include", "upgrade", "comon", .. here]).Expect(1).Says("ENVC0976");
        var upgraded = JsonNode.Parse(envc.Run(["include", "upgrade", "common", "--json", .. here]).Expect(0).Output)!.AsArray();
        Assert.True(upgraded.Single()!["changed"]!.GetValue<bool>());
        Assert.Matches(@"(?m)^common +\.\./common +- +no$", envc.Run(["include", "upgrade", .. here]).Expect(0).Output);
        Assert.Contains("generation 2 is live", envc.Run(["build", .. here]).Expect(0).Error, StringComparison.Ordinal);
        Assert.Matches("FROM .*common.*newer", envc.Run(["generations", "diff", "1", .. here]).Expect(0).Output);
        Assert.Equal("newer\n", envc.Run(["activate", .. here, "--", "printenv", "FROM"]).Expect(0).Output);
        envc.Run(["rollback", .. here]).Expect(0);
        envc.Run(["lock", "--check", .. here]).Expect(0);
        Assert.Equal("common\n", envc.Run(["activate", .. here, "--", "printenv", "FROM"]).Expect(0).Output);

        // What is locked does not have it; what is there now does.
        File.WriteAllText(Path.Combine(app, "manifest.toml"), File.ReadAllText(Path.Combine(app, "manifest.toml")).Replace("install.sl", "vars.LATER", StringComparison.Ordinal));
        envc.Run(["lock", .. here]).Expect(1).Says("ENVC0140", hint: false);
        File.AppendAllText(manifest, "[vars.LATER]\nvalue = \"x\"\n");
        envc.Run(["include", "upgrade", .. here]).Expect(0);
        Assert.Contains("remove = [\"install.hello\"]", envc.Run(["uninstall", "hello", .. here]).Expect(1).Says("ENVC0138").Error, StringComparison.Ordinal);
        envc.Run(["push", $"oci:{directory.File("layout")}", .. here]).Expect(1).Says("ENVC1049");
        Write("deep", "[include]\nenvironments = [{ dir = \"../app\" }]\n");
        var circle = envc.Run(app, ["include", "upgrade"]).Expect(1).Says("ENVC0970", hint: false).Error;
        Assert.Contains("`.` → `../common` → `../deep` → `.`", circle, StringComparison.Ordinal);
        envc.Run(["lock", "--check", .. here]).Expect(0);
    }

    [Requires("docker-registry")]
    public async Task A_generation_of_a_registry_is_included_and_needed_by_nobody_who_pulls()
    {
        var (origin, app, pulled) = (directory.File("base"), directory.File("app"), directory.File("pulled"));
        string[] here = ["-d", app];
        using (var registry = await DockerRegistry.StartAsync())
        {
            var reference = $"{registry.Host}/team/base";
            Write("base", Plain + "[install]\nhello.pkg-path = \"hello\"\n[vars]\nFROM = \"base 1\"\n");
            envc.Run("push", reference, "-d", origin).Expect(0);
            Write("app", $"[include]\nenvironments = [{{ remote = \"{reference}\" }}]\n[vars]\nMINE = \"1\"\n");
            envc.Run(["lock", "--offline", .. here]).Expect(1).Says("ENVC0974", hint: false);
            envc.Run(["build", .. here]).Expect(1).Says("ENVC0977");
            envc.Run(["lock", "--trust", .. here]).Expect(0);
            envc.Run(["push", $"{registry.Host}/team/app", .. here]).Expect(0);

            Write("base", Plain + "[vars]\nFROM = \"base 2\"\noops.secret = true\n");
            envc.Run("push", "-d", origin).Expect(0);
            Assert.Equal("base 1\n", envc.Run(["activate", .. here, "--", "printenv", "FROM"]).Expect(0).Output);
            Assert.Matches($@"(?m)^base +{reference} +1 → 2 +yes$", envc.Run(["include", "upgrade", .. here]).Expect(0).Output);
            Assert.Equal("base 2\n", envc.Run(["activate", .. here, "--", "printenv", "FROM"]).Expect(0).Output);
            Assert.Contains("pushed generation 2,", envc.Run(["push", .. here]).Expect(0).Error, StringComparison.Ordinal);

            // It cannot include what was pushed from it, and a generation that there is not.
            Write("app", $"[include]\nenvironments = [{{ remote = \"{registry.Host}/team/app\" }}]\n");
            envc.Run(["lock", "--trust", .. here]).Expect(1).Says("ENVC0970", hint: false);
            Write("app", $"[include]\nenvironments = [{{ remote = \"{reference}\", generation = 7 }}]\n");
            Assert.Contains("manifest.toml(3,", envc.Run(app, ["lock"]).Expect(1).Says("ENVC1030").Error, StringComparison.Ordinal);
            Write("app", $"[include]\nenvironments = [{{ remote = \"{reference}:1\" }}]\n");
            envc.Run(["lock", .. here]).Expect(1).Says("ENVC0973");

            // What is pulled has all that was included.
            envc.Run("pull", $"{registry.Host}/team/app", "-d", pulled).Expect(0);
            envc.Run("push", $"oci:{directory.File("layout")}", "-d", origin).Expect(0);
        }

        Directory.Delete(origin, recursive: true);
        envc.Run("lock", "--check", "-d", pulled).Expect(0);
        Assert.Equal("base 2\n", envc.Run("activate", "-d", pulled, "--", "printenv", "FROM").Expect(0).Output);
        envc.Run("rollback", "1", "-d", pulled).Expect(0);
        Assert.Equal("Hello, world!\n", envc.Run("activate", "-d", pulled, "--", "hello").Expect(0).Output);

        // A layout directory is relative to the environment.
        Write("app", "[include]\nenvironments = [{ remote = \"oci:../layout\", generation = 1 }]\n");
        envc.Run(["lock", "--offline", "--trust", .. here]).Expect(0);
        Assert.Contains("layout: oci:../layout, generation 1\n", envc.Run(["include", "list", .. here]).Expect(0).Output, StringComparison.Ordinal);
    }

    public void Dispose() => directory.Dispose();

    private string Write(string name, string manifest)
    {
        var place = Directory.CreateDirectory(directory.File(name)).FullName;
        File.WriteAllText(Path.Combine(place, "manifest.toml"), "version = 1\n" + manifest);
        return place;
    }
}
