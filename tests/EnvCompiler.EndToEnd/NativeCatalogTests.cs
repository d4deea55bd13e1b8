using System.Text.Json;
using System.Text.RegularExpressions;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Native catalogs: real nvcc output published, locked for a fleet without a GPU, and refused where a claim is wrong.</summary>
public sealed partial class NativeCatalogTests : IDisposable
{
    // No other catalog and no base: nothing of this needs a network.
    private const string Manifest = """
        version = 1
        [catalogs.acme]
        type = "native"
        location = "../catalog"
        [options]
        base = false
        driver = ">=580"
        targets = ["cpu", "sm_75", "sm_80", "sm_89", "sm_90", "sm_100", "sm_120"]
        [install]
        axpy = { pkg-path = "acme/axpy", when = 'sm >= 75' }
        """;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Requires("dpkg-deb")]
    public void Builds_of_24_codes_are_published_and_locked_for_every_target_the_same_everywhere()
    {
        var envc = Published("first", [.. Builds()]);
        envc.Run("lock", "-d", Project("first")).Expect(0);
        var locked = File.ReadAllBytes(Path.Combine(Project("first"), "manifest.lock"));
        using var json = JsonDocument.Parse(locked);
        var chosen = json.RootElement.GetProperty("targets").EnumerateObject().ToDictionary(
            target => target.Name.Split('/')[1],
            target => target.Value.GetProperty("groups").GetProperty("toplevel").GetProperty("install").EnumerateObject().Select(entry => entry.Value.GetString()!.Split('/')[^1]).SingleOrDefault());
        Assert.Equal(
            "cpu -, sm_100 cuda13.0-sm_100a, sm_120 cuda13.0-sm_120a, sm_75 cuda13.0-sm_75, sm_80 cuda13.0-sm_80, sm_89 cuda13.0-sm_89, sm_90 cuda13.0-sm_90a",
            string.Join(", ", chosen.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => $"{entry.Key} {entry.Value ?? "-"}")));

        // Another machine: its own store, the catalog published there in another order.
        var other = Published("second", [.. Builds().Reverse()]);
        other.Run("lock", "-d", Project("second")).Expect(0);
        Assert.Equal(locked, File.ReadAllBytes(Path.Combine(Project("second"), "manifest.lock")));
        envc.Run("lock", "--check", "-d", Project("first")).Expect(0);
        Assert.Contains("published already", envc.Run("publish", "axpy", "--file", Package("axpy-sm_90"), "-d", Project("first")).Expect(0).Error, StringComparison.Ordinal);

        var explained = envc.Run("explain", "axpy", "-d", Project("first")).Expect(0).Output;
        Assert.Matches(@"for x86_64-linux/sm_90\n  `install\.axpy` asks for `axpy`\n  build cuda13\.0-sm_90a: has machine code for sm_90a\n  runs best:\n    1\.0 cuda13\.0-sm_90: ", explained);
        Assert.Matches(@"  cannot run:\n(    .*\n)*    1\.0 cuda13\.0-sm_100f: has code for sm_100f, which sm_90 does not run\n", explained);

        // The root of a target is made here, and holds that build.
        envc.Run("build", "--target", "sm_90", "-d", Project("first")).Expect(0);
        var root = Assert.Single(Directory.GetDirectories(Path.Combine(directory.File("first", "store"), "roots")), root => File.Exists(Path.Combine(root, "fs/usr/bin/axpy")));
        Assert.Equal(File.ReadAllBytes(Build("axpy-sm_90a")), File.ReadAllBytes(Path.Combine(root, "fs/usr/bin/axpy")));
    }

    [Requires("dpkg-deb")]
    public void A_claim_that_the_binary_belies_is_found_when_it_is_locked()
    {
        var envc = Published("env", "axpy-sm_80", "axpy-sm_90", "axpy-ptx_75");
        var file = directory.File("env", "catalog", "packages", "axpy.json");
        var honest = File.ReadAllText(file);
        File.WriteAllText(file, MachineCode80().Replace(honest, "\"machine-code\": [\n                \"sm_120\"", 1));
        var refused = envc.Run("lock", "-d", Project("env")).Expect(1).Says("ENVC0227");
        Assert.Contains("../catalog/packages/axpy.json: error ENVC0227: `axpy 1.0 cuda13.0-sm_80` is said to have code for sm_120, but `usr/bin/axpy` has code for sm_80, which is less on sm_120", refused.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Project("env"), "manifest.lock")));

        File.WriteAllText(file, honest);
        var artifact = Directory.GetFiles(directory.File("env", "catalog", "artifacts"), "*.deb", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First();
        File.Move(artifact, artifact + ".away");
        envc.Run("lock", "-d", Project("env")).Expect(1).Says("ENVC0226");
        File.WriteAllBytes(artifact, new byte[new FileInfo(artifact + ".away").Length]);
        new Envc(directory.File("other-store")).Run("lock", "-d", Project("env")).Expect(1).Says("ENVC0316");
        File.Move(artifact + ".away", artifact, overwrite: true);
        envc.Run("lock", "-d", Project("env")).Expect(0);
    }

    [Requires("dpkg-deb")]
    public void What_is_published_wrongly_is_refused_with_the_claim_and_the_file()
    {
        var envc = Published("env");
        var wrong = envc.Run("publish", "axpy", "--file", Package("axpy-sm_80"), "--sm", "sm_90", "-d", Project("env")).Expect(1).Says("ENVC0227");
        Assert.Contains("is said to have machine code for sm_90, but it has code for sm_80", wrong.Error, StringComparison.Ordinal);
        var named = directory.File("vllm-python313-cuda12_8-sm90-avx512.deb");
        File.Copy(Package("axpy-sm_90"), named);
        Assert.Contains("is said to be built with CUDA 12.8, but `usr/bin/axpy` loads `libcudart.so.13`", envc.Run("publish", "axpy", "--file", named, "-d", Project("env")).Expect(1).Error, StringComparison.Ordinal);
        Assert.Contains("build vllm-python313-cuda12_8-sm90-avx512", envc.Run("publish", "axpy", "--file", named, "--cuda", "13.0", "-d", Project("env")).Expect(0).Error, StringComparison.Ordinal);
        envc.Run("publish", "other", "--file", named, "-d", Project("env")).Expect(1).Says("ENVC0233");
        envc.Run("publish", "axpy", "--file", Build("axpy-sm_90"), "-d", Project("env")).Expect(1).Says("ENVC0317");
        envc.Run("publish", "axpy", "-d", Project("env")).Expect(1).Says("ENVC0956");
        envc.Run("publish", "axpy", "--catalog", "acne", "--file", named, "-d", Project("env")).Expect(1).Says("ENVC0959");
        envc.Run("publish", "axpy", "--sm", "90", "--file", named, "-d", Project("env")).Expect(2);
    }

    [Requires("dpkg-deb", "docker-registry", "skopeo")]
    public async Task A_catalog_in_a_registry_does_as_a_directory_does()
    {
        using var registry = await DockerRegistry.StartAsync();
        var location = $"oci://{registry.Host}/team/catalog";
        var envc = Published("local", "axpy-sm_80", "axpy-sm_90");
        File.WriteAllText(Path.Combine(Project("local"), "manifest.toml"), Of("../catalog"));
        envc.Run("lock", "-d", Project("local")).Expect(0);
        Directory.CreateDirectory(Project("first"));
        File.WriteAllText(Path.Combine(Project("first"), "manifest.toml"), Of(location));
        var first = new Envc(directory.File("first", "store"));
        string[] publish = ["publish", "axpy", "-d", Project("first"), "--file", Package("axpy-sm_80"), Package("axpy-sm_90")];
        Assert.Equal(2, first.Run(publish).Expect(0).Error.Split("published: ").Length - 1);
        Assert.Contains("published already: axpy 1.0", first.Run(publish).Expect(0).Error, StringComparison.Ordinal);
        var inspected = await new ProcessRunner().RunAsync("skopeo", ["inspect", "--raw", "--tls-verify=false", $"docker://{registry.Host}/team/catalog:axpy"], default);
        Assert.Equal(2, JsonDocument.Parse(inspected!.Output).RootElement.GetProperty("manifests").GetArrayLength());

        // Another machine, which has the registry alone.
        var other = new Envc(directory.File("second", "store"));
        other.Run("lock", "-d", Project("first")).Expect(0);
        var locked = File.ReadAllText(Path.Combine(Project("first"), "manifest.lock"));
        Assert.DoesNotContain(registry.Host, locked, StringComparison.Ordinal);
        Assert.Equal(PackagesOf(File.ReadAllText(Path.Combine(Project("local"), "manifest.lock"))), PackagesOf(locked));
        other.Run("lock", "--check", "--offline", "-d", Project("first")).Expect(0);
        other.Run("build", "--target", "sm_90", "-d", Project("first")).Expect(0);
        var root = Assert.Single(Directory.GetDirectories(directory.File("second", "store", "roots")), root => File.Exists(Path.Combine(root, "fs/usr/bin/axpy")));
        Assert.Equal(File.ReadAllBytes(Build("axpy-sm_90")), File.ReadAllBytes(Path.Combine(root, "fs/usr/bin/axpy")));
        new Envc(directory.File("third", "store")).Run("search", "axpy", "--offline", "-d", Project("first")).Expect(1).Says("ENVC0966");
        // Nobody else needs what others reach as well.
        other.Run("push", $"oci:{directory.File("layout")}", "-d", Project("first")).Expect(0);

        static string Of(string location) =>
            Manifest.Replace("../catalog", location, StringComparison.Ordinal).Replace("\"cpu\", \"sm_75\", \"sm_80\", \"sm_89\", \"sm_90\", \"sm_100\", \"sm_120\"", "\"cpu\", \"sm_80\", \"sm_90\"", StringComparison.Ordinal);

        static string PackagesOf(string text) => JsonDocument.Parse(text).RootElement.GetProperty("packages").GetRawText();
    }

    [RequiresMirror]
    public void A_package_is_built_in_the_environment_published_and_installed_from_the_catalog()
    {
        var project = Project("env");
        Directory.CreateDirectory(project);
        var manifest = Path.Combine(project, "manifest.toml");
        File.WriteAllText(manifest, """
            version = 1
            [catalogs.debian]
            type = "debian"
            suites = [{ name = "forky", allow-expired = true }]
            [catalogs.acme]
            type = "native"
            location = "../catalog"
            [install]
            [build.my-tool]
            version.command = "echo 1.5"
            description = "Says where it is"
            command = '''
            mkdir -p $out/bin $out/lib
            printf '#!/bin/sh\necho "my-tool of %s: $*"\n' "$out" > $out/bin/my-tool
            chmod +x $out/bin/my-tool
            cp /usr/bin/true $out/bin/native-part
            '''
            [build.broken]
            command = "echo the last words; exit 7"
            [build.nothing]
            command = "true"
            """);
        var envc = new Envc(directory.File("env", "store"));
        envc.Run("build", "my-tool", "-d", project).Expect(0);
        var package = Path.Combine(project, ".envc", "build", "my-tool.deb");
        var first = File.ReadAllBytes(package);
        envc.Run("build", "my-tool", "-d", project).Expect(0);
        Assert.Equal(first, File.ReadAllBytes(package));

        var failed = envc.Run("build", "broken", "-d", project).Expect(1).Says("ENVC0951");
        Assert.Contains("exit code 7\n  the last words\n", failed.Error, StringComparison.Ordinal);
        envc.Run("build", "nothing", "-d", project).Expect(1).Says("ENVC0952");
        envc.Run("build", "my-tol", "-d", project).Expect(1).Says("ENVC0950");
        Assert.Equal(["my-tool.deb"], Directory.GetFileSystemEntries(Path.GetDirectoryName(package)!).Select(path => Path.GetFileName(path)!).Where(name => !name.EndsWith(".lock", StringComparison.Ordinal)));

        envc.Run("publish", "my-tool", "-d", project).Expect(0);
        Assert.Contains("\"libc6 (>= ", File.ReadAllText(directory.File("env", "catalog", "packages", "my-tool.json")), StringComparison.Ordinal);
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("[install]", "[install]\ntool.pkg-path = \"my-tool\"", StringComparison.Ordinal));
        Assert.Equal("my-tool of /opt/my-tool: it works\n", envc.Run("activate", "-d", project, "--", "my-tool", "it works").Expect(0).Output);
        envc.Run("activate", "-d", project, "--", "native-part").Expect(0);
        envc.Run("activate", "-d", project, "--", "sh", "-c", "echo > /opt/my-tool/bin/x").Expect(2);
    }

    private static IEnumerable<string> Builds() => Directory.EnumerateFiles(Path.GetDirectoryName(Build("axpy-fat"))!, "axpy-*")
        .Select(path => Path.GetFileName(path)!).Where(name => name != "axpy-fat-compressed").Order(StringComparer.Ordinal);

    private static string Build(string name) => RepositoryRoot.File("tests", "EnvCompiler.Resolve.Tests", "Fixtures", "gpu", "axpy", name);

    private string Project(string machine) => directory.File(machine, "project");

    private Envc Published(string machine, params string[] builds)
    {
        Directory.CreateDirectory(Project(machine));
        File.WriteAllText(Path.Combine(Project(machine), "manifest.toml"), Manifest);
        var envc = new Envc(directory.File(machine, "store"));
        if (builds.Length > 0)
            envc.Run(["publish", "axpy", "-d", Project(machine), "--file", .. builds.Select(Package)]).Expect(0);
        return envc;
    }

    private string Package(string build)
    {
        var package = directory.File(build + ".deb");
        if (File.Exists(package))
            return package;
        var tree = directory.File("tree", build);
        Directory.CreateDirectory(Path.Combine(tree, "DEBIAN"));
        Directory.CreateDirectory(Path.Combine(tree, "usr/bin"));
        File.WriteAllText(Path.Combine(tree, "DEBIAN/control"), "Package: axpy\nVersion: 1.0\nArchitecture: amd64\nMaintainer: test\nDescription: y = a x + y\n");
        File.Copy(Build(build), Path.Combine(tree, "usr/bin/axpy"));
        Command.Run("dpkg-deb", "--root-owner-group", "-Zgzip", "--build", tree, package);
        return package;
    }

    [GeneratedRegex("\"machine-code\": \\[\\s+\"sm_80\"")]
    private static partial Regex MachineCode80();
}
