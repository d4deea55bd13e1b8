using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Generations of quickstart, to Debian's registry and out of it on a machine that reaches nothing else.</summary>
public sealed class PushPullTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{
    private readonly TemporaryDirectory elsewhere = new();
    private readonly Envc envc = store.Envc();

    [Requires("docker-registry", "skopeo", "unshare", "nsenter", "ip", RootUser = true)]
    public async Task Twelve_generations_go_to_a_registry_and_run_on_a_machine_that_reaches_only_it()
    {
        using var registry = await DockerRegistry.StartAsync();
        var reference = $"{registry.Host}/team/quick";
        using var quickstart = new Quickstart();
        for (var number = 1; number <= 12; number++)
            Build(envc, quickstart.Project, number);
        Assert.Contains("pushed generations 1 to 12", envc.Run("push", reference, "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("up to date", envc.Run("push", "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);
        envc.Run("push", "--with-packages", "-d", quickstart.Project).Expect(0);
        await SkopeoReadsAsync(reference, "1", "12", "latest", "12-packages");

        var other = OtherMachine(await registry.ServeAloneAsync());
        other.Run("search", "llama", "-d", quickstart.Project).Expect(3);
        var place = elsewhere.File("pulled");
        string[] here = ["-d", place];
        Assert.Contains("pulled generations 1 to 12", other.Run(["pull", reference, .. here]).Expect(0).Error, StringComparison.Ordinal);
        Assert.Equal(12, JsonNode.Parse(other.Run(["generations", "list", "--json", .. here]).Expect(0).Output)!.AsArray().Count);
        Assert.NotEmpty(other.Run(place, ["activate", "-s", "--", "envc", "chat", "Hello!"]).Expect(0).Output.Trim());
        Assert.Equal("generation 3 is live; before it was 12\n", other.Run(["rollback", "3", .. here]).Expect(0).Error);
        Assert.Equal("3", other.Run(["activate", .. here, "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim());
        Assert.Equal("generation 12 is live; before it was 3\n", other.Run(["rollback", .. here]).Expect(0).Error);
        Assert.Equal("generation 7 is live; before it was 12\n", other.Run(["switch", "7", .. here]).Expect(0).Error);
        Assert.Equal("generation 12 is live; before it was 7\n", other.Run(["switch", "12", .. here]).Expect(0).Error);
        Assert.NotEmpty(other.Run(place, ["activate", "-s", "--", "envc", "chat", "Hello!"]).Expect(0).Output.Trim());

        // Both go on: the second to push is told of the first.
        Build(other, place, 13);
        Assert.Contains("pushed generation 13,", other.Run(["push", .. here]).Expect(0).Error, StringComparison.Ordinal);
        Build(envc, quickstart.Project, 13, "mine");
        var refused = envc.Run("push", "-d", quickstart.Project).Expect(1).Says("ENVC1032");
        Assert.Contains("here: generation 13 by ", refused.Error, StringComparison.Ordinal);
        Assert.Contains("there: generation 13 by ", refused.Error, StringComparison.Ordinal);
        envc.Run("pull", "-d", quickstart.Project).Expect(1).Says("ENVC1032");
        Assert.Contains("pushed generation 13,", envc.Run("push", "--force", "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("is kept in", other.Run(["pull", "--force", .. here]).Expect(0).Error, StringComparison.Ordinal);
        Assert.Contains("mine", File.ReadAllText(Path.Combine(place, "manifest.toml")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_layout_directory_does_as_well_and_a_copy_is_an_environment_of_its_own()
    {
        using var quickstart = new Quickstart();
        Build(envc, quickstart.Project, 1);
        var layout = $"oci:{elsewhere.File("layout")}";
        envc.Run("push", layout, "-d", quickstart.Project).Expect(0);
        var copy = elsewhere.File("copy");
        envc.Run("pull", $"{layout}:1", "--copy", "-d", copy).Expect(0);
        Assert.Equal(["manifest.lock", "manifest.toml"], Directory.EnumerateFileSystemEntries(copy).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(quickstart.Manifest, File.ReadAllText(Path.Combine(copy, "manifest.toml")));
        envc.Run("push", "-d", copy).Expect(1).Says("ENVC1037");
        envc.Run("pull", layout, "-d", copy).Expect(1).Says("ENVC1041");
        envc.Run("push", $"{layout}:1", "-d", quickstart.Project).Expect(1).Says("ENVC1036");
        envc.Run("pull", $"{layout}:7", "-d", elsewhere.File("none")).Expect(1).Says("ENVC1030");
        envc.Run("pull", "quickstart", "-d", elsewhere.File("none")).Expect(1).Says("ENVC1001");
    }

    [Fact]
    public void A_generation_whose_manifest_was_exchanged_is_refused_and_nothing_is_written()
    {
        using var quickstart = new Quickstart();
        Build(envc, quickstart.Project, 1);
        var layout = elsewhere.File("exchanged");
        envc.Run("push", $"oci:{layout}", "-d", quickstart.Project).Expect(0);
        ExchangeManifest(layout, "1", text => text.Replace("\"1\"", "\"2\"", StringComparison.Ordinal));
        var place = elsewhere.File("refused");
        envc.Run("pull", $"oci:{layout}:1", "-d", place).Expect(3).Says("ENVC1042");
        Assert.False(File.Exists(Path.Combine(place, "manifest.toml")));
        Assert.Empty(Directory.Exists(Path.Combine(place, ".envc", "generations")) ? Directory.GetDirectories(Path.Combine(place, ".envc", "generations")) : []);
    }

    [Requires("docker-registry", "openssl")]
    public async Task What_is_signed_here_is_verified_by_cosign_and_what_is_not_is_refused_by_policy()
    {
        using var registry = await DockerRegistry.StartAsync();
        var reference = $"{registry.Host}/team/quick";
        var (key, publicKey) = (elsewhere.File("team.key"), elsewhere.File("team.pub"));
        await RunAsync("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-aes256", "-pass", "pass:secret", "-out", key);
        await RunAsync("openssl", "pkey", "-in", key, "-passin", "pass:secret", "-pubout", "-out", publicKey);
        using var quickstart = new Quickstart();
        Build(envc, quickstart.Project, 1);
        envc.Run("push", reference, "-d", quickstart.Project).Expect(0);

        envc.Variables["ENVC_CONFIG"] = elsewhere.Write("config.toml", $"[registries.\"{registry.Host}/team\"]\nkey = \"team.pub\"\n");
        var pulled = elsewhere.File("signed");
        Assert.Contains("push", envc.Run("pull", reference, "-d", pulled).Expect(1).Says("ENVC1051").Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(pulled, ".envc", "generations")));
        envc.Run("push", "--sign", key, "-d", quickstart.Project).Expect(1).Says("ENVC1050");
        envc.Variables["ENVC_SIGNING_PASSWORD"] = "secret";
        Assert.Contains("up to date, signed generation 1: ", envc.Run("push", "--sign", key, "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);
        Build(envc, quickstart.Project, 2);
        envc.Run("push", "--sign", key, "-d", quickstart.Project).Expect(0);
        Assert.Contains("pulled generations 1 to 2", envc.Run("pull", reference, "-d", pulled).Expect(0).Error, StringComparison.Ordinal);

        envc.Variables["XDG_DATA_HOME"] = elsewhere.File("data");
        string[] remote = ["activate", "-r", $"{reference}:1"];
        envc.Run([.. remote, "--", "true"]).Expect(125).Says("ENVC0963");
        Assert.Equal("1", envc.Run([.. remote, "--trust", "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim());
        // At a terminal somebody is asked, once.
        var terminal = new Envc(envc.Variables["ENVC_STORE"]!)
        {
            Prefix = ["bash", "-c", "for try in $(seq 60); do sleep 1; echo y; done | script -qec \"$(printf '%q ' \"$@\")\" /dev/null", "bash"],
        };
        foreach (var (name, value) in envc.Variables)
            terminal.Variables[name] = value;
        var asked = terminal.Run([.. remote, "--", "printenv", "GENERATION_OF_TEST"]).Output;
        Assert.Contains("services.llm: backend llamacpp", asked, StringComparison.Ordinal);
        Assert.Contains("from now on? [y/N]", asked, StringComparison.Ordinal);
        Assert.Equal("1", envc.Run([.. remote, "--", "printenv", "GENERATION_OF_TEST"]).Expect(0).Output.Trim());

        var cosign = Directory.CreateDirectory(elsewhere.File("cosign")).FullName;
        File.WriteAllText(Path.Combine(cosign, "manifest.toml"), "version = 1\ninstall.cosign.pkg-path = \"cosign\"\noptions.base = false\n");
        string[] verify = ["activate", "-d", cosign, "--", "cosign", "verify", "--key", publicKey, "--insecure-ignore-tlog=true", "--allow-http-registry"];
        Assert.Contains("signatures were verified against the specified public key", envc.Run([.. verify, $"{reference}:1"]).Expect(0).Error, StringComparison.Ordinal);
        envc.Run([.. verify, $"{reference}:2"]).Expect(0);
    }

    public void Dispose() => elsewhere.Dispose();

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var result = await new ProcessRunner().RunAsync(program, arguments, default);
        Assert.True(result!.ExitCode == 0, result.Error);
    }

    private static void Build(Envc envc, string project, int number, string note = "")
    {
        var path = Path.Combine(project, "manifest.toml");
        var manifest = File.ReadAllText(path);
        var vars = manifest.IndexOf("\n[vars]\n", StringComparison.Ordinal);
        File.WriteAllText(path, (vars < 0 ? manifest : manifest[..vars]) + $"\n[vars]\nGENERATION_OF_TEST = \"{number}\"\nNOTE_OF_TEST = \"{note}\"\n");
        Assert.Contains($"generation {number} is live", envc.Run("build", "-d", project).Expect(0).Error, StringComparison.Ordinal);
    }

    // As somebody who may write to the registry: every digest fits again.
    private static void ExchangeManifest(string layout, string tag, Func<string, string> change)
    {
        var index = JsonNode.Parse(File.ReadAllText(Path.Combine(layout, "index.json")))!;
        var entry = index["manifests"]!.AsArray().Single(each => (string?)each!["annotations"]?["org.opencontainers.image.ref.name"] == tag)!;
        var manifest = JsonNode.Parse(Blob(entry))!;
        var layer = manifest["layers"]!.AsArray().Single(each => ((string)each!["mediaType"]!).EndsWith("manifest.v1+toml", StringComparison.Ordinal))!;
        Put(layer, change(Blob(layer)));
        Put(entry, manifest.ToJsonString());
        File.WriteAllText(Path.Combine(layout, "index.json"), index.ToJsonString());

        string PathOf(JsonNode descriptor) => Path.Combine(layout, "blobs", ((string)descriptor["digest"]!).Replace(':', '/'));
        string Blob(JsonNode descriptor) => File.ReadAllText(PathOf(descriptor));
        void Put(JsonNode descriptor, string content)
        {
            var bytes = Encoding.UTF8.GetBytes(content);
            (descriptor["digest"], descriptor["size"]) = ($"sha256:{Convert.ToHexStringLower(SHA256.HashData(bytes))}", bytes.Length);
            File.WriteAllBytes(PathOf(descriptor), bytes);
        }
    }

    // No store, no home, and no other host.
    private Envc OtherMachine(IReadOnlyList<string> network) => new(elsewhere.File("store"))
    {
        Prefix = network,
        Variables = { ["HOME"] = Directory.CreateDirectory(elsewhere.File("home")).FullName },
    };

    private async Task SkopeoReadsAsync(string reference, params string[] tags)
    {
        foreach (var tag in tags)
        {
            var inspected = await new ProcessRunner().RunAsync("skopeo", ["inspect", "--tls-verify=false", $"docker://{reference}:{tag}"], default);
            Assert.True(inspected!.ExitCode == 0, inspected.Error);
            Assert.Equal(tag == "latest" ? "12" : tag.Split('-')[0], (string?)JsonNode.Parse(inspected.Output)!["Labels"]!["dev.envc.generation"]);
            var copied = await new ProcessRunner().RunAsync(
                "skopeo", ["--insecure-policy", "copy", "--src-tls-verify=false", $"docker://{reference}:{tag}", $"oci:{elsewhere.File("skopeo")}:{tag}"], default);
            Assert.True(copied!.ExitCode == 0, copied.Error);
        }
    }
}
