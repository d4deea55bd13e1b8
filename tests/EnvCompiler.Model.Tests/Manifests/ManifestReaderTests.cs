using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Manifests;

public sealed class ManifestReaderTests
{
    [Fact]
    public void A_whole_manifest_is_bound()
    {
        var manifest = Read("""
            version = 1
            description = "d"
            [catalogs.debian]
            type = "debian"
            suites = ["trixie", { name = "forky", allow-expired = true, snapshot = "20261120T000000Z" }]
            components = ["main", "contrib"]
            [install]
            llama.pkg-path = "llama.cpp-tools"
            vllm = { pkg-path = ["pypi", "vllm"], version = "^0.15", pkg-group = "vllm", systems = ["x86_64-linux"], priority = 4 }
            [models.tiny]
            path = "models/tiny.gguf"
            [vars]
            A = "1"
            B = { default = "2" }
            C = { secret = true, generate = "hex32" }
            [hook]
            on-activate = "echo"
            [profile]
            bash = "x"
            deactivate.zsh = "y"
            [services]
            auto-start = true
            [services.llm]
            backend = "llamacpp"
            model = "tiny"
            group = "vllm"
            settings = { port = 8080, flash = true, rope = 1.5, host = "::1" }
            vars = { X = "y" }
            ready = { http = "/health", period = "500ms", deadline = "1h30m" }
            [services.daemon]
            command = "start"
            is-daemon = true
            shutdown = { command = "stop", timeout = "20s" }
            log = { max-size = "1G", max-age = "168h", keep = 3 }
            [options]
            systems = ["x86_64-linux"]
            targets = ["cpu"]
            base = false
            activate.mode = "run"
            allow.unfree = true
            services.metrics = "127.0.0.1:9469"
            """).Manifest;
        Assert.Equal(1, manifest.Version);
        Assert.Equal(
            [new SuiteDefinition { Name = "trixie" }, new SuiteDefinition { Name = "forky", AllowExpired = true, Snapshot = "20261120T000000Z" }],
            manifest.Catalogs["debian"].Suites);
        Assert.Equal(["llama", "vllm"], manifest.Install.Keys);
        Assert.Equal(new PackageRequest { PkgPath = "llama.cpp-tools" }, manifest.Install["llama"]);
        Assert.Equal(("pypi.vllm", "^0.15", "vllm", 4), (manifest.Install["vllm"].PkgPath, manifest.Install["vllm"].Version, manifest.Install["vllm"].PkgGroup, manifest.Install["vllm"].Priority));
        Assert.Equal("models/tiny.gguf", manifest.Models["tiny"].Path);
        Assert.Equal(new VariableDefinition { Value = "1" }, manifest.Vars["A"]);
        Assert.Equal(new VariableDefinition { Default = "2" }, manifest.Vars["B"]);
        Assert.Equal(new VariableDefinition { Secret = true, Generate = "hex32" }, manifest.Vars["C"]);
        Assert.Equal("echo", manifest.Hook.OnActivate);
        Assert.Equal("y", manifest.Profile.Deactivate!.Zsh);
        Assert.True(manifest.ServicesAutoStart);
        Assert.Equal(["llm", "daemon"], manifest.Services.Keys);
        var llm = manifest.Services["llm"];
        Assert.Equal(["port=8080", "flash=true", "rope=1.5", "host=::1"], llm.Settings.Select(s => $"{s.Key}={s.Value}"));
        Assert.Equal(
            new Probe { Http = "/health", Period = TimeSpan.FromMilliseconds(500), Deadline = TimeSpan.FromMinutes(90) },
            llm.Ready);
        Assert.Equal(new Shutdown { Command = "stop", Timeout = TimeSpan.FromSeconds(20) }, manifest.Services["daemon"].Shutdown);
        Assert.Equal(new LogRotation { MaxSize = "1G", MaxAge = TimeSpan.FromDays(7), Keep = 3 }, manifest.Services["daemon"].Log);
        Assert.Equal(1L << 30, manifest.Services["daemon"].Log!.MaxBytes);
        Assert.False(manifest.Options.Base);
        Assert.Equal("run", manifest.Options.Activate.Mode);
        Assert.True(manifest.Options.Allow.Unfree);
        Assert.Equal("127.0.0.1:9469", manifest.Options.Services.Metrics);
    }

    [Fact]
    public void Probes_and_warm_up_requests_are_read()
    {
        var service = Read("""
            version = 1
            [services.llm]
            backend = "x"
            startup = { unix = "run/s.sock", deadline = "30s" }
            ready = { http = "/health", method = "POST", headers = { A = "b" }, status = [200, "400-503"], body = "o+k" }
            live = { tcp = true, failures = 5 }
            warmup = [{ chat = "Hi", max-tokens = 4, timeout = "5s" }, { http = "/x", body = "{}" }]
            [services.other]
            command = "y"
            startup.log = "^up"
            ready.command = "true"
            live.notify = true
            """).Manifest.Services["llm"];
        Assert.Equal(new Probe { Unix = "run/s.sock", Deadline = TimeSpan.FromSeconds(30) }, service.Startup);
        Assert.Equal([new StatusRange(200, 200), new StatusRange(400, 503)], service.Ready!.Status);
        Assert.Equal(("POST", "b", "o+k"), (service.Ready.Method, service.Ready.Headers!["a"], service.Ready.Body));
        Assert.Equal(new Probe { Tcp = Probe.OwnEndpoint, Period = TimeSpan.FromSeconds(10), Failures = 5 }, service.Live);
        Assert.Equal(
            [new WarmupRequest { Chat = "Hi", MaxTokens = 4, Timeout = TimeSpan.FromSeconds(5) }, new WarmupRequest { Http = "/x", Body = "{}" }],
            service.Warmup!);
    }

    [Fact]
    public void An_empty_manifest_has_the_defaults()
    {
        var manifest = Read("schema-version = \"1.15.0\"").Manifest;
        Assert.Empty(manifest.Catalogs);
        Assert.Equal("dev", manifest.Options.Activate.Mode);
        Assert.True(manifest.Options.Base);
    }

    [Fact]
    public void Every_key_has_its_place()
    {
        var source = Read("version = 1\n[install]\nllama.pkg-path = \"x\"\n[vars]\nA = \"\"\n\"b.c\".default = \"\"\n".Replace("\"b.c\"", "BC", StringComparison.Ordinal));
        Assert.Equal(new SourcePlace("m.toml", 3, 1), source.PlaceOf("install.llama"));
        Assert.Equal(new SourcePlace("m.toml", 3, 7), source.PlaceOf("install.llama.pkg-path"));
        Assert.Equal(new SourcePlace("m.toml", 3, 1), source.PlaceOf("install.llama.version"));
        Assert.Equal(new SourcePlace("m.toml", 6, 4), source.PlaceOf("vars.BC.default"));
        Assert.Equal(new SourcePlace("m.toml"), source.PlaceOf("services.llm"));
        Assert.Equal("install.\"a.b\"", KeyPath.Of("install", "a.b"));
    }

    [Theory]
    [InlineData("[instal]", "m.toml(2,2): error ENVC0102: `instal` is not a key of the manifest\nhint: did you mean `install`?")]
    [InlineData("[install]\nx.pkgpath = \"y\"", "m.toml(3,3): error ENVC0102: `install.x.pkgpath` is not a key of the manifest\nhint: did you mean `pkg-path`?")]
    [InlineData("[install]\nx = \"y\"", "m.toml(3,5): error ENVC0103: `install.x` must be a table, not a string")]
    [InlineData("[install]\nx.pkg-path = 3", "m.toml(3,14): error ENVC0103: `install.x.pkg-path` must be a string, not an integer")]
    [InlineData("[install.x]", "m.toml(2,10): error ENVC0104: `install.x` needs the key `pkg-path`")]
    [InlineData("[install]\nx = { pkg-path = \"y\", systems = [\"x86_64-linux\", 3] }", "m.toml(3,50): error ENVC0103: `install.x.systems` must be an array of strings, not with an integer in it")]
    [InlineData("[install]\nx = { pkg-path = \"y\", priority = -1 }", "m.toml(3,34): error ENVC0106: `install.x.priority` must be between 0 and 1000, not -1")]
    [InlineData("[install]\n\"a/b\".pkg-path = \"y\"", "m.toml(3,1): error ENVC0119: `a/b` cannot be the name of a package\nhint: a name is no path: it is not empty, has no `/` or control character and does not start with a dot or a dash")]
    [InlineData("options.activate.mode = \"devel\"", "m.toml(2,25): error ENVC0105: `options.activate.mode` cannot be `devel`\nhint: it is one of `dev`, `run`")]
    [InlineData("options.systems = [\"x86-64-linux\"]", "m.toml(2,20): error ENVC0105: `options.systems` cannot be `x86-64-linux`\nhint: did you mean `x86_64-linux`?")]
    [InlineData("options.targets = [\"sm_95\"]", "m.toml(2,20): error ENVC0105: `options.targets` cannot be `sm_95`\nhint: it is one of `cpu`, `vulkan`, `sm_50`, `sm_52`, `sm_53`, `sm_60`, `sm_61`, `sm_62`, `sm_70`, `sm_72`, `sm_75`, `sm_80`, `sm_86`, `sm_87`, `sm_88`, `sm_89`, `sm_90`, `sm_100`, `sm_101`, `sm_103`, `sm_110`, `sm_120`, `sm_121`")]
    [InlineData("options.targets = [\"sm90\"]", "m.toml(2,20): error ENVC0105: `options.targets` cannot be `sm90`\nhint: did you mean `sm_90`?")]
    [InlineData("options.targets = [\"L40S\"]", "m.toml(2,20): error ENVC0105: `options.targets` cannot be `L40S`\nhint: a GPU of that name is `sm_89`")]
    [InlineData("[slurm]\npartition = \"x\"", "m.toml(2,2): warning ENVC0128: `[slurm]` is not used yet")]
    [InlineData("services.a = { command = \"x\", gpus = [0, \"0\"] }", "m.toml(2,38): error ENVC0126: `services.a.gpus` must be a list that names each GPU once, not `0`")]
    [InlineData("services.a = { command = \"x\", gpus = 1, vars.CUDA_VISIBLE_DEVICES = \"0\" }", "m.toml(2,46): error ENVC0131: `services.a` needs exactly one of `gpus` and `vars.CUDA_VISIBLE_DEVICES`")]
    [InlineData("catalogs.p = { type = \"pypi\", index = \"x\" }", "m.toml(2,16): error ENVC0108: `type = \"pypi\"` is not supported yet\nhint: remove it to go on without it")]
    [InlineData("services.a = { }", "m.toml(2,10): error ENVC0112: service `a` has no `command` and no `backend`\nhint: give it exactly one of the two")]
    [InlineData("services.a = { command = \"x\", backend = \"y\" }", "m.toml(2,10): error ENVC0112: service `a` has a `command` and a `backend`\nhint: give it exactly one of the two")]
    [InlineData("services.a = { command = \"x\", settings = { port = 1 } }", "m.toml(2,31): error ENVC0113: `services.a.settings` needs the key `backend` beside it")]
    [InlineData("models.tiny.path = \"x\"\nservices.a = { backend = \"x\", model = \"tinny\" }", "m.toml(3,31): error ENVC0114: service `a` uses the model `tinny`, which `[models]` does not have\nhint: did you mean `tiny`?")]
    [InlineData("services.a = { command = \"x\", group = \"vllm\" }", "m.toml(2,31): error ENVC0115: service `a` runs in the group `vllm`, which no package is in\nhint: put a package into it by `pkg-group`")]
    [InlineData("services.a = { command = \"x\", is-daemon = true }", "m.toml(2,31): error ENVC0116: service `a` leaves a daemon behind and says no `shutdown.command` that stops it")]
    [InlineData("services.a = { command = \"x\", ready = { tcp = 80, period = \"5 s\" } }", "m.toml(2,60): error ENVC0107: `services.a.ready.period` is not a duration: `5 s`\nhint: write a number with a unit, such as `500ms`, `10s`, `5m` or `1h30m`")]
    [InlineData("services.a = { command = \"x\", ready.period = \"5s\" }", "m.toml(2,31): error ENVC0131: `services.a.ready` needs exactly one of `http`, `tcp`, `unix`, `command`, `log` and `notify`")]
    [InlineData("services.a = { command = \"x\", live.log = \"up\" }", "m.toml(2,36): error ENVC0131: `services.a.live.log` cannot tell whether the service still lives\nhint: ask it by `http`, `tcp`, `unix`, `command` or `notify`")]
    [InlineData("services.a = { command = \"x\", ready.http = \"/health\" }", "m.toml(2,37): error ENVC0113: `services.a.ready.http` is the path `/health`, and only a service with the key `backend` says where it listens\nhint: write the whole URL, such as `http://127.0.0.1:8080/health`")]
    [InlineData("services.a = { command = \"x\", ready.htpp = \"/health\" }", "m.toml(2,37): error ENVC0102: `services.a.ready.htpp` is not a key of the manifest\nhint: did you mean `http`?")]
    [InlineData("vars.KEY = { secret = true, value = \"x\" }", "m.toml(2,6): error ENVC0117: the secret `KEY` must not have its value in the manifest\nhint: leave it out and put the value into `.envc/secrets/KEY`, or write `generate = \"hex32\"`")]
    [InlineData("vars.KEY = { generate = \"hex32\" }", "m.toml(2,6): error ENVC0118: variable `KEY` is no secret, so nothing can be generated for it")]
    [InlineData("vars.\"A-B\" = \"\"", "m.toml(2,6): error ENVC0119: `A-B` cannot be the name of a variable\nhint: letters, digits and underscores, not a digit first")]
    [InlineData("vars.KEY = 3", "m.toml(2,12): error ENVC0103: `vars.KEY` must be a string or a table, not an integer")]
    [InlineData("models.m.path = \"../x\"", "m.toml(2,10): error ENVC0121: `models.m.path` must be a path inside the environment's directory, not `../x`")]
    [InlineData("vars.A = [", "m.toml(2,10): error ENVC0101: the array has no closing `]`")]
    public void Each_mistake_has_its_message(string text, string message) =>
        Assert.Equal(message, Assert.Single(ManifestReader.Read("m.toml", "version = 1\n" + text).Diagnostics).ToString());

    [Theory]
    [InlineData("", "m.toml: error ENVC0110: the manifest does not say its version\nhint: write `version = 1` at the top")]
    [InlineData("version = 2", "m.toml(1,1): error ENVC0111: `version = 2` is not a manifest version that this envc knows\nhint: write `version = 1`, or one of Flox's `schema-version = \"1.10.0\"` to `\"1.15.0\"`")]
    [InlineData("version = 257", "m.toml(1,1): error ENVC0111: `version = 257` is not a manifest version that this envc knows\nhint: write `version = 1`, or one of Flox's `schema-version = \"1.10.0\"` to `\"1.15.0\"`")]
    [InlineData("version = \"1\"", "m.toml(1,11): error ENVC0103: `version` must be an integer, not a string")]
    [InlineData("schema-version = \"1.99.0\"", "m.toml(1,1): error ENVC0111: `schema-version = \"1.99.0\"` is not a manifest version that this envc knows\nhint: write `version = 1`, or one of Flox's `schema-version = \"1.10.0\"` to `\"1.15.0\"`")]
    public void The_version_is_checked(string text, string message) =>
        Assert.Equal(message, Assert.Single(ManifestReader.Read("m.toml", text).Diagnostics).ToString());

    [Fact]
    public void All_problems_are_reported_at_once_in_source_order()
    {
        var result = ManifestReader.Read("m.toml", """
            version = 1
            [services.a]
            comand = "x"
            [vars]
            A = hello
            [install]
            x.pkg-path = 1
            y.priority = "high"
            """);
        Assert.False(result.Ok);
        Assert.Equal(["ENVC0102", "ENVC0101", "ENVC0103", "ENVC0103"], result.Diagnostics.Select(d => d.Code));
        Assert.Equal([3, 5, 7, 8], result.Diagnostics.Select(d => d.Place!.Value.Line));
    }

    [Fact]
    public void What_only_Flox_means_is_a_warning()
    {
        var result = ManifestReader.Read("m.toml", """
            schema-version = "1.11.0"
            minimum-cli-version = "1.4.0"
            [install]
            x = { pkg-path = "x", outputs = "all" }
            [options]
            systems = ["aarch64-darwin", "x86_64-linux"]
            cuda-detection = false
            """);
        Assert.True(result.Ok);
        Assert.Equal(["ENVC0109", "ENVC0109", "ENVC0120", "ENVC0109"], result.Diagnostics.Select(d => d.Code));
        Assert.Equal(["x86_64-linux"], result.Value.Manifest.Options.Systems);
    }

    [Fact]
    public void Bytes_that_are_no_UTF_8_are_an_error_with_a_place() =>
        Assert.Equal(
            "m.toml(1,14): error ENVC0101: byte 0xff is not valid UTF-8\nhint: TOML files are UTF-8",
            Assert.Single(ManifestReader.Read("m.toml", [.. "version = 1 #"u8, 0xff]).Diagnostics).ToString());

    private static ManifestSource Read(string text)
    {
        var result = ManifestReader.Read("m.toml", text);
        Assert.Empty(result.Diagnostics);
        return result.Value;
    }
}
