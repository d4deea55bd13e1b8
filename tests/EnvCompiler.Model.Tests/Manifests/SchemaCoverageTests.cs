using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Model.Tests.Manifests;

/// <summary>Every key of the manifest's design and of Flox's manifest is known: it is read, or reported by its name.</summary>
public sealed class SchemaCoverageTests
{
    private static readonly string[] KnownButUnread = ["ENVC0108", "ENVC0109", "ENVC0120", "ENVC0128", "ENVC0134", "ENVC0139"];

    [Theory]
    [InlineData("every-key")]
    [InlineData("flox")]
    public void A_manifest_with_every_key_is_understood(string name)
    {
        var file = $"tests/EnvCompiler.Model.Tests/Manifests/{name}.toml";
        var diagnostics = ManifestReader.Read($"{name}.toml", File.ReadAllBytes(RepositoryRoot.File(file.Split('/')))).Diagnostics;
        Assert.All(diagnostics, diagnostic => Assert.Contains(diagnostic.Code, KnownButUnread));
        Expectation.Matches(
            Path.ChangeExtension(file, ".diagnostics.txt"),
            string.Concat(diagnostics.Select(diagnostic => (diagnostic with { Hint = null }).ToString() + "\n")));
    }

    /// <summary>What Flox rejects when it parses and validates a manifest, in the order of its own checks.</summary>
    [Theory]
    [InlineData("a = \n", "ENVC0101", 1, 5)]
    [InlineData("", "ENVC0110", 0, 0)]
    [InlineData("schema-version = \"1.9.0\"", "ENVC0111", 1, 1)]
    [InlineData("version = 2", "ENVC0111", 1, 1)]
    [InlineData("version = \"1\"", "ENVC0103", 1, 11)]
    [InlineData("schema-version = 1", "ENVC0103", 1, 18)]
    [InlineData("version = 1\ninstal = {}", "ENVC0102", 2, 1)]
    [InlineData("version = 1\ninstall.x = { pkg-path = \"x\", pkg = 1 }", "ENVC0102", 2, 31)]
    [InlineData("version = 1\noptions.allow.unfre = true", "ENVC0102", 2, 15)]
    [InlineData("version = 1\nservices.s = { command = \"x\", shutdown.comand = \"y\" }", "ENVC0102", 2, 40)]
    [InlineData("schema-version = \"1.14.0\"\nhook.on-deactivate = \"x\"", "ENVC0127", 2, 6)]
    [InlineData("schema-version = \"1.12.0\"\nprofile.deactivate.bash = \"x\"", "ENVC0127", 2, 9)]
    [InlineData("schema-version = \"1.11.0\"\nservices.auto-start = true", "ENVC0127", 2, 10)]
    [InlineData("schema-version = \"1.10.0\"\nminimum-cli-version = \"1.0.0\"", "ENVC0127", 2, 1)]
    [InlineData("schema-version = \"1.13.0\"\nplugins.p = {}", "ENVC0127", 2, 1)]
    [InlineData("schema-version = \"1.12.0\"\nbuild.b = { command = \"x\", sandbox-allow = [] }", "ENVC0127", 2, 28)]
    [InlineData("schema-version = \"1.12.0\"\nbuild.b = { command = \"x\", sandbox = \"warn\" }", "ENVC0127", 2, 28)]
    [InlineData("version = 1\nminimum-cli-version = \"one\"", "ENVC0126", 2, 23)]
    [InlineData("version = 1\nminimum-cli-version = 1", "ENVC0103", 2, 23)]
    [InlineData("version = 1\nminimum-cli-version = { reason = \"r\" }", "ENVC0104", 2, 1)]
    [InlineData("version = 1\nservices.s = { command = \"x\", is-daemon = true }", "ENVC0116", 2, 31)]
    [InlineData("version = 1\ninclude.environments = [{ name = \"x\" }]", "ENVC0132", 2, 25)]
    [InlineData("version = 1\ninclude.environments = [{ dir = \"x\", remote = \"a/b\" }]", "ENVC0132", 2, 25)]
    [InlineData("version = 1\ninclude.environments = [\"x\"]", "ENVC0103", 2, 25)]
    [InlineData("version = 1\ninclude.environments = [{ remote = \"a\" }]", "ENVC0126", 2, 36)]
    [InlineData("version = 1\ninclude.environments = [{ remote = \"a/b c\" }]", "ENVC0126", 2, 36)]
    [InlineData("version = 1\ninclude.environments = [{ remote = \"a/b\" }, { dir = \"../b\" }]", "ENVC0133", 2, 45)]
    [InlineData("version = 1\ninstall = 1", "ENVC0103", 2, 11)]
    [InlineData("version = 1\ninstall.x = \"y\"", "ENVC0103", 2, 13)]
    [InlineData("version = 1\noptions.systems = \"x86_64-linux\"", "ENVC0103", 2, 19)]
    [InlineData("version = 1\noptions.systems = [\"x86-linux\"]", "ENVC0105", 2, 20)]
    [InlineData("version = 1\noptions.systems = [\"x86_64-linux\"]\ninstall.x = { pkg-path = \"x\", systems = [\"aarch64-linux\"] }", "ENVC0135", 3, 31)]
    [InlineData("version = 1\ninstall.x.flake = \".\"", "ENVC0134", 2, 11)]
    [InlineData("version = 1\ninstall.x.store-path = \"/tmp/x\"", "ENVC0134", 2, 11)]
    [InlineData("version = 1\nbuild.b.sandbox = \"off\"", "ENVC0104", 2, 7)]
    [InlineData("version = 1\nbuild.b = { command = \"x\", runtime-packages = [\"y\"] }", "ENVC0129", 2, 48)]
    public void What_Flox_rejects_is_rejected_with_its_place(string text, string code, int line, int column) =>
        AssertHas(text, code, line, column);

    /// <summary>The checks of the keys that Flox does not have.</summary>
    [Theory]
    [InlineData("install.x = { pkg-path = \"x\", sha256 = \"AB\" }", "ENVC0126", 40)]
    [InlineData("install.x = { pkg-path = \"x\", url = \"x.tgz\" }", "ENVC0126", 37)]
    [InlineData("install.x = { pkg-path = \"x\", bin = [\"../sh\"] }", "ENVC0126", 38)]
    [InlineData("install.x = { pkg-path = \"x\", when = 80 }", "ENVC0103", 38)]
    [InlineData("catalogs.c = { type = \"native\" }", "ENVC0104", 10)]
    [InlineData("catalogs.c = { type = \"pypi\", suites = [] }", "ENVC0102", 31)]
    [InlineData("options.alternatives.awk = \"\"", "ENVC0126", 28)]
    [InlineData("options.alternatives.libblas.so = \"openblas\"", "ENVC0103", 22)]
    [InlineData("catalogs.c = { type = \"debian\", suites = [\"../x\"] }", "ENVC0126", 42)]
    [InlineData("catalogs.c = { type = \"debian\", suites = [{ name = \"\" }] }", "ENVC0126", 52)]
    [InlineData("catalogs.c = { type = \"debian\", components = [\"main contrib\"] }", "ENVC0126", 47)]
    [InlineData("models.m.hub = \"phi\"", "ENVC0126", 16)]
    [InlineData("models.m = { path = \"m\", revision = \"main\" }", "ENVC0113", 26)]
    [InlineData("models.m = { path = \"m\", hub = \"a/b\" }", "ENVC0131", 8)]
    [InlineData("models.m = { hub = \"a/b\", sources = [\"ftp\"] }", "ENVC0105", 38)]
    [InlineData("vars.T = { secret = true, required-by = [\"models.x\"] }", "ENVC0129", 42)]
    [InlineData("vars.T = { secret = true, required-by = [\"x\"] }", "ENVC0126", 42)]
    [InlineData("services.s = { command = \"x\", depends-on.t = \"ready\" }", "ENVC0129", 42)]
    [InlineData("services.s = { command = \"x\", depends-on.s = \"ready\" }", "ENVC0130", 31)]
    [InlineData("services = { a = { command = \"x\", depends-on.b = \"ready\" }, b = { command = \"x\", depends-on.a = \"up\" } }", "ENVC0130", 35)]
    [InlineData("services = { a = { command = \"x\", depends-on.b = \"ready\" }, b = { command = \"x\", depends-on.a = \"up\" } }", "ENVC0105", 97)]
    [InlineData("services.s = { command = \"x\", live.period = \"1s\" }", "ENVC0131", 31)]
    [InlineData("services.s = { command = \"x\", live = { tcp = 80, unix = \"s\" } }", "ENVC0131", 31)]
    [InlineData("services.s = { command = \"x\", live.log = \"up\" }", "ENVC0131", 36)]
    [InlineData("services.s = { command = \"x\", live = { tcp = 80, deadline = \"1s\" } }", "ENVC0102", 50)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = 80, failures = 1 } }", "ENVC0102", 51)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = 0 } }", "ENVC0106", 47)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = \"localhost\" } }", "ENVC0126", 47)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = false } }", "ENVC0103", 47)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = true } }", "ENVC0113", 41)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = 80, status = 200 } }", "ENVC0113", 51)]
    [InlineData("services.s = { command = \"x\", ready = { http = \"/\" } }", "ENVC0113", 41)]
    [InlineData("services.s = { command = \"x\", ready = { http = \"ftp://a/\" } }", "ENVC0126", 48)]
    [InlineData("services.s = { backend = \"x\", ready = { http = \"/\", status = [99] } }", "ENVC0103", 62)]
    [InlineData("services.s = { backend = \"x\", ready = { http = \"/\", status = \"299-200\" } }", "ENVC0103", 62)]
    [InlineData("services.s = { backend = \"x\", ready = { http = \"/\", method = \"G T\" } }", "ENVC0126", 62)]
    [InlineData("services.s = { backend = \"x\", ready = { http = \"/\", headers.A = \"a\\nB: c\" } }", "ENVC0126", 61)]
    [InlineData("services.s = { backend = \"x\", ready = { http = \"/\", body = \"(\" } }", "ENVC0126", 60)]
    [InlineData("services.s = { command = \"x\", startup = { log = '(?=a)b' } }", "ENVC0126", 49)]
    [InlineData("services.s = { command = \"x\", startup = { log = '((a?){1000}){1000}b' } }", "ENVC0126", 49)]
    [InlineData("services.s = { command = \"x\", startup = { log = '(a)\\1' } }", "ENVC0126", 49)]
    [InlineData("services.s = { command = \"x\", ready = { tcp = 80, period = \"0s\" } }", "ENVC0126", 60)]
    [InlineData("services.s = { command = \"x\", warmup.chat = \"Hi\" }", "ENVC0113", 31)]
    [InlineData("services.s = { backend = \"x\", warmup = [{ chat = \"Hi\" }, { timeout = \"1s\" }] }", "ENVC0131", 58)]
    [InlineData("services.s = { backend = \"x\", warmup = { embedding = \"Hi\", max-tokens = 1 } }", "ENVC0113", 60)]
    [InlineData("services.s = { backend = \"x\", warmup = \"Hi\" }", "ENVC0103", 40)]
    [InlineData("services.s = { command = \"x\", live = { http = \"/\", failures = 0 } }", "ENVC0106", 63)]
    [InlineData("services.s = { command = \"x\", warmup = { chat = \"x\", timeout = \"1\" } }", "ENVC0107", 64)]
    [InlineData("services.s = { command = \"x\", restart.policy = \"sometimes\" }", "ENVC0105", 48)]
    [InlineData("services.s = { command = \"x\", restart = \"sometimes\" }", "ENVC0105", 41)]
    [InlineData("services.s = { command = \"x\", restart = 3 }", "ENVC0103", 41)]
    [InlineData("services = { a = { command = \"x\", depends-on.b = 1 }, b = { command = \"x\" } }", "ENVC0103", 50)]
    [InlineData("services = { a = { command = \"x\", depends-on.b = { condition = \"up\" } }, b = { command = \"x\" } }", "ENVC0105", 64)]
    [InlineData("services.s = { command = \"x\", restart.max-delay = \"-1s\" }", "ENVC0107", 51)]
    [InlineData("services.s = { command = \"x\", gpus = \"all\" }", "ENVC0103", 38)]
    [InlineData("services.s = { command = \"x\", gpus = [true] }", "ENVC0103", 39)]
    [InlineData("services.s = { command = \"x\", gpus = [\"H200\"] }", "ENVC0103", 39)]
    [InlineData("services.s = { command = \"x\", gpus = [\"GPU-a,GPU-b\"] }", "ENVC0103", 39)]
    [InlineData("services.s = { command = \"x\", gpus = [] }", "ENVC0103", 38)]
    [InlineData("services.s = { command = \"x\", gpus = -1 }", "ENVC0106", 38)]
    [InlineData("services.s = { command = \"x\", limits.memory = \"16 gigabytes\" }", "ENVC0126", 47)]
    [InlineData("services.s = { command = \"x\", limits.cpus = 0 }", "ENVC0103", 45)]
    [InlineData("services.s = { command = \"x\", limits.files = 3 }", "ENVC0106", 46)]
    [InlineData("services.s = { command = \"x\", limits.oom-score-adjust = 1001 }", "ENVC0106", 57)]
    [InlineData("services.s = { command = \"x\", when-orphaned = \"forget\" }", "ENVC0105", 47)]
    [InlineData("services.s = { command = \"x\", group = \"g\" }", "ENVC0115", 31)]
    [InlineData("options.targets = [\"sm90\"]", "ENVC0105", 20)]
    [InlineData("options.accelerator = \"needed\"", "ENVC0105", 23)]
    [InlineData("options.driver = \"550\"", "ENVC0126", 18)]
    [InlineData("options.cpu-level = \"v3\"", "ENVC0105", 21)]
    [InlineData("include.environments = [{ dir = \"a\", generation = 2 }]", "ENVC0113", 38)]
    [InlineData("include.environments = [{ dir = \"a\", remove = [\"gcc\"] }]", "ENVC0126", 48)]
    [InlineData("containerize.config.exposed-ports = [\"80/sctp\"]", "ENVC0126", 38)]
    [InlineData("containerize.config.working-dir = \"data\"", "ENVC0126", 35)]
    [InlineData("containerize.config.user = \"4294967296\"", "ENVC0126", 28)]
    [InlineData("containerize.config.stop-signal = \"SIGUSR1\"", "ENVC0105", 35)]
    [InlineData("kubernetes.namespace = \"My_Team\"", "ENVC0126", 24)]
    [InlineData("kubernetes.mode = \"pod\"", "ENVC0105", 19)]
    [InlineData("kubernetes.mode = \"node-store\"", "ENVC0108", 19)]
    [InlineData("kubernetes.ports.x = 80", "ENVC0129", 18)]
    [InlineData("kubernetes.resources.x.limits.cpu = 1", "ENVC0129", 22)]
    [InlineData("kubernetes.resources.x.limits.memory = \"16GB\"", "ENVC0126", 40)]
    [InlineData("kubernetes.resources.x.limits.\"a b\" = 1", "ENVC0126", 31)]
    [InlineData("kubernetes.resources.x.limits.memory = true", "ENVC0103", 40)]
    [InlineData("kubernetes.storage.a = \"big\"", "ENVC0126", 20)]
    [InlineData("kubernetes.storage.A = \"1Gi\"", "ENVC0126", 20)]
    [InlineData("kubernetes.storage.a = { size = \"1Gi\", path = \"/tmp/x\" }", "ENVC0126", 20)]
    [InlineData("kubernetes.storage.a = { size = \"1Gi\", path = \"/a/../b\" }", "ENVC0126", 20)]
    [InlineData("kubernetes.storage.a = { size = \"1Gi\", access = \"all\" }", "ENVC0105", 49)]
    [InlineData("kubernetes.secrets.X = \"x\"", "ENVC0129", 20)]
    [InlineData("vars.X = \"1\"\nkubernetes.secrets.X = \"x\"", "ENVC0113", 20, 3)]
    [InlineData("vars.X.secret = true\nkubernetes.secrets.X = { name = \"x\", key = \"a b\" }", "ENVC0126", 20, 3)]
    [InlineData("systemd.scope = \"global\"", "ENVC0105", 17)]
    [InlineData("slurm.time = \"soon\"", "ENVC0126", 14)]
    [InlineData("build.b = { command = \"x\", version = { file = \"V\", command = \"c\" } }", "ENVC0131", 28)]
    public void What_Flox_does_not_have_is_checked(string text, string code, int column, int line = 2) =>
        AssertHas("version = 1\n" + text, code, line, column);

    private static void AssertHas(string text, string code, int line, int column)
    {
        var found = ManifestReader.Read("m.toml", text).Diagnostics;
        Assert.True(
            found.Any(diagnostic => diagnostic.Code == code && diagnostic.Place == new SourcePlace("m.toml", line, column)),
            $"{code} at ({line},{column}) is not among\n{string.Join('\n', found)}");
        Assert.Equal(found.Count, found.Select(diagnostic => (diagnostic.Place, diagnostic.Message)).Distinct().Count());
    }
}
