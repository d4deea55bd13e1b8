using System.Diagnostics;
using System.Formats.Tar;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Threading;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>Images of quickstart, by Debian's registry, skopeo, umoci and runc.</summary>
[Collection(FormsStore.Name)]
public sealed partial class ImageTests(SharedStore store) : IDisposable
{
    private const int LargestImage = 60_000_000;
    private const int LargestLauncher = 45_000_000;
    private readonly TemporaryDirectory directory = new();
    private readonly Envc envc = store.Envc();

    [Requires("docker-registry", "skopeo", "umoci", "runc", RootUser = true)]
    public async Task An_image_serves_as_nobody_from_a_read_only_root_without_a_shell_and_ends_when_it_is_told_to()
    {
        using var registry = await DockerRegistry.StartAsync();
        using var quickstart = new Quickstart();
        var reference = $"{registry.Host}/team/quick-image";
        var report = Report(envc.Run("containerize", "--json", "--push", reference, "-d", quickstart.Project).Expect(0));
        Assert.InRange((long)report["images"]![0]!["size"]!, 1, LargestImage);
        Assert.Contains("0 new blobs", envc.Run("containerize", "--push", reference, "-d", quickstart.Project).Expect(0).Error, StringComparison.Ordinal);

        using var bundle = new ImageBundle($"docker://{reference}:1-cpu");
        Assert.Empty(Programs(bundle.Root, "sh", "bash", "dash", "busybox", "apt", "dpkg"));
        using var process = bundle.Start();
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{quickstart.Port}") };
        Eventually.Holds(() => Answers(client) || process.HasExited, () => bundle.Said);
        Assert.Contains("content", await CompleteAsync(client), StringComparison.Ordinal);

        var inside = await bundle.ProcessesAsync();
        Assert.True(inside.Count >= 2, "the launcher and the server");
        foreach (var status in inside.Select(pid => File.ReadAllLines($"/proc/{pid}/status")))
        {
            Assert.Equal("65532", status.First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[1]);
            Assert.DoesNotContain("Z (zombie)", status.First(line => line.StartsWith("State:", StringComparison.Ordinal)), StringComparison.Ordinal);
        }

        var asked = Stopwatch.GetTimestamp();
        bundle.Signal("TERM");
        Assert.True(process.WaitForExit(Eventually.Patience), bundle.Said);
        Assert.InRange(Stopwatch.GetElapsedTime(asked), TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public void Two_machines_build_one_image_and_each_part_of_it_can_be_read()
    {
        using var quickstart = new Quickstart();
        using var other = new Quickstart();
        other.Manifest = quickstart.Manifest;
        string[] digests =
        [
            .. new[] { (envc, quickstart), (new Envc(other.PrivateStore), other) }.Select(machine =>
                (string)Report(machine.Item1.Run("containerize", "--json", "-o", machine.Item2.Project + "/image", "-d", machine.Item2.Project).Expect(0))["index"]!),
        ];
        Assert.Equal(digests[0], digests[1]);

        var layout = quickstart.Project + "/image";
        var index = Blob(layout, digests[0]);
        Assert.Equal("x86_64-linux/cpu", (string?)index["manifests"]![0]!["annotations"]!["dev.envc.target"]);
        var config = Blob(layout, (string)Blob(layout, (string)index["manifests"]![0]!["digest"]!)["config"]!["digest"]!)["config"]!;
        Assert.Equal("65532:65532", (string?)config["User"]);
        Assert.Equal("""["/.envc/envc-run","foreground"]""", config["Entrypoint"]!.ToJsonString());
        Assert.DoesNotContain("NVIDIA", config["Env"]!.ToJsonString(), StringComparison.Ordinal);

        // An archive of the same, twice the same bytes.
        var (first, second) = (directory.File("first.tar"), directory.File("second.tar"));
        envc.Run("containerize", "-o", first, "-d", quickstart.Project).Expect(0);
        envc.Run("containerize", "-o", second, "-d", quickstart.Project).Expect(0);
        Assert.True(File.ReadAllBytes(first).AsSpan().SequenceEqual(File.ReadAllBytes(second)));
    }

    [Requires("bwrap", "tar", "ld-musl-config")]
    public async Task The_launcher_starts_in_an_empty_root_beside_an_older_glibc_and_beside_musl()
    {
        using var quickstart = new Quickstart();
        var layout = quickstart.Project + "/image";
        var report = Report(envc.Run("containerize", "--json", "-o", layout, "-d", quickstart.Project).Expect(0));
        var layer = report["images"]![0]!["layers"]!.AsArray().First(each => (string?)each!["title"] == "envc-run")!;
        var root = Directory.CreateDirectory(directory.File("root")).FullName;
        Command.Run("tar", "-xzf", BlobPath(layout, (string)layer["digest"]!), "-C", root);
        Assert.InRange(Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), 1, LargestLauncher);

        string[] own = ["--ro-bind", root + "/.envc", "/.envc", "--proc", "/proc", "--dev", "/dev"];
        string[] olderLibc = ["--ro-bind", "/usr", "/usr", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64"];
        string[] musl = ["--ro-bind", "/lib/ld-musl-x86_64.so.1", "/lib/ld-musl-x86_64.so.1", "--ro-bind", "/etc/ld-musl-x86_64.path", "/etc/ld-musl-x86_64.path"];
        foreach (var around in (string[][])[[], olderLibc, musl])
        {
            var said = await new ProcessRunner().RunAsync("bwrap", [.. own, .. around, "/.envc/envc-run", "steps", """{"step":"run","variables":[],"words":[{"parts":[{"text":"echo"}]},{"parts":[{"text":"here"}]}]}"""], CancellationToken.None);
            Assert.Equal((0, "here\n"), (said!.ExitCode, said.Output));
        }
    }

    [Requires("docker-registry")]
    public async Task Another_targets_image_uploads_its_own_layers_alone_and_pods_name_what_the_registry_has()
    {
        using var registry = await DockerRegistry.StartAsync();
        using var quickstart = new Quickstart();
        // What a GPU adds is one small package: llama.cpp's own for CUDA are 600 MB.
        quickstart.Manifest = quickstart.Manifest.Replace("[install]\n", "[install]\nhello = { pkg-path = \"hello\", when = 'sm >= 75' }\n", StringComparison.Ordinal)
            + "targets = [\"cpu\", \"sm_89\", \"sm_90\"]\n";
        envc.Run("build", "-d", quickstart.Project, "--target", "cpu", "sm_89", "sm_90").Expect(0);
        var reference = $"{registry.Host}/team/targets";
        var known = new HashSet<string>(StringComparer.Ordinal);
        var digests = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var accelerator in (string[])["cpu", "sm_89", "sm_90"])
        {
            var before = registry.Requests.Count;
            var report = Report(envc.Run("containerize", "--json", "--target", accelerator, "--push", reference, "-d", quickstart.Project).Expect(0));
            var layers = report["images"]![0]!["layers"]!.AsArray().Select(layer => (string)layer!["digest"]!).ToHashSet(StringComparer.Ordinal);
            Eventually.Holds(() => Uploads(registry, before).Count >= (int)report["sent-blobs"]!, () => string.Join('\n', registry.Requests.Skip(before)));
            Assert.Equal(layers.Except(known).Order(StringComparer.Ordinal), Uploads(registry, before).Intersect(layers).Order(StringComparer.Ordinal));
            Assert.Equal((int)report["sent-blobs"]!, Uploads(registry, before).Count);
            // The environment's own, and the package of GPUs where it is new.
            Assert.Equal(accelerator switch { "cpu" => layers.Count, "sm_89" => 2, _ => 1 }, layers.Except(known).Count());
            known.UnionWith(layers);
            digests[accelerator] = (string)report["images"]![0]!["digest"]!;
        }

        var pods = quickstart.Project + "/pods";
        envc.Run("export", "kubernetes", "--image", reference, "-d", quickstart.Project, "-o", pods).Expect(0);
        foreach (var accelerator in (string[])["sm_89", "sm_90"])
            Assert.Contains($"image: \"{reference}@{digests[accelerator]}\"", File.ReadAllText($"{pods}/deployment-{accelerator.Replace('_', '-')}.yaml"), StringComparison.Ordinal);
        envc.Run("export", "kubernetes", "--target", "cpu", "--image", $"{reference}:1-cpu", "-d", quickstart.Project, "-o", pods).Expect(0);
        Assert.Contains($"image: \"{reference}@{digests["cpu"]}\"", File.ReadAllText(pods + "/deployment-cpu.yaml"), StringComparison.Ordinal);

        envc.Run("export", "kubernetes", "--target", "sm_89", "--image", $"{reference}:1-cpu", "-d", quickstart.Project, "-o", pods).Expect(1).Says("ENVC1063");

        // A generation that nobody pushed, and another one under its number.
        quickstart.Manifest = quickstart.Manifest.Replace("description = \"", "description = \"Not pushed: ", StringComparison.Ordinal);
        string[] export = ["export", "kubernetes", "--target", "cpu", "--image", reference, "-d", quickstart.Project, "-o", pods];
        envc.Run(export).Expect(1).Says("ENVC1061");
        envc.Run("export", "kubernetes", "--target", "cpu", "--image", $"{reference}:1-cpu", "-d", quickstart.Project, "-o", pods).Expect(1).Says("ENVC1062");
        using var other = new Quickstart();
        envc.Run("containerize", "--push", reference, "-d", other.Project).Expect(0);
        envc.Run([.. export, "-g", "1"]).Expect(1).Says("ENVC1062");
    }

    /// <summary>A scanner reads <c>status.d</c> and the sums as dpkg's own database; here dpkg reads them, and md5sum.</summary>
    [Requires("skopeo", "umoci", "dpkg-query", "md5sum", RootUser = true)]
    public async Task A_scanner_that_reads_the_database_of_dpkg_sees_every_package_and_every_sum_fits()
    {
        using var quickstart = new Quickstart();
        var layout = quickstart.Project + "/image";
        envc.Run("containerize", "-o", layout, "-d", quickstart.Project).Expect(0);
        using var bundle = new ImageBundle($"oci:{layout}:1-cpu");
        var entries = Directory.GetFiles(Path.Combine(bundle.Root, "var/lib/dpkg/status.d")).Order(StringComparer.Ordinal).ToLookup(file => file.EndsWith(".md5sums", StringComparison.Ordinal));
        directory.Write("dpkg/status", string.Join('\n', entries[false].Select(file => File.ReadAllText(file).TrimEnd('\n') + "\n")));

        var listed = await new ProcessRunner().RunAsync("dpkg-query", ["--admindir", directory.File("dpkg"), "-W", "-f", "${Package} ${Version} ${db:Status-Status}\n"], CancellationToken.None);
        var locked = JsonNode.Parse(File.ReadAllText(quickstart.LockPath))!["packages"]!.AsObject();
        var seen = listed!.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(entries[false].Count(), seen.Length);
        Assert.Contains(seen, line => line.StartsWith("llama.cpp-tools ", StringComparison.Ordinal));
        Assert.All(seen, line =>
        {
            var words = line.Split(' ');
            Assert.Equal("installed", words[2]);
            Assert.Contains(locked, package => package.Key.Contains($"/{words[0]}/{words[1]}", StringComparison.Ordinal));
        });
        Assert.All(entries[true], sums => Assert.Equal("", CheckSums(bundle.Root, sums)));
        Assert.Equal(entries[false].Count(), entries[true].Count());
    }

    [Requires("zstd", "skopeo")]
    public void Layers_by_the_zstd_of_the_lock_are_the_same_everywhere_and_unpack_to_what_the_config_says()
    {
        using var quickstart = new Quickstart();
        var (layout, other) = (directory.File("zstd"), directory.File("again"));
        var report = Report(envc.Run("containerize", "--json", "--compression", "zstd:1", "-o", layout, "-d", quickstart.Project).Expect(0));
        using var elsewhere = new Quickstart();
        elsewhere.Manifest = quickstart.Manifest;
        Assert.Equal(
            (string?)report["index"],
            (string?)Report(new Envc(elsewhere.PrivateStore).Run("containerize", "--json", "--compression", "zstd:1", "-o", other, "-d", elsewhere.Project).Expect(0))["index"]);

        var manifest = Blob(layout, (string)report["images"]![0]!["digest"]!);
        var said = Blob(layout, (string)manifest["config"]!["digest"]!)["rootfs"]!["diff_ids"]!.AsArray().Select(id => (string)id!).ToArray();
        var layers = manifest["layers"]!.AsArray();
        Assert.Equal(said.Length, layers.Count);
        // Weights are stored as they are.
        Assert.Single(layers, layer => (string?)layer!["mediaType"] == "application/vnd.oci.image.layer.v1.tar");
        foreach (var (layer, id) in layers.Zip(said).Where(each => (string?)each.First!["mediaType"] != "application/vnd.oci.image.layer.v1.tar"))
        {
            Assert.Equal("application/vnd.oci.image.layer.v1.tar+zstd", (string?)layer!["mediaType"]);
            var archive = directory.File("layer.tar");
            Command.Run("zstd", "-dqf", BlobPath(layout, (string)layer["digest"]!), "-o", archive);
            using var content = File.OpenRead(archive);
            Assert.Equal(id, $"sha256:{Convert.ToHexStringLower(SHA256.HashData(content))}");
        }

        // skopeo holds blobs and diff ids against what is said of them when it makes gzip of them.
        Command.Run("skopeo", "copy", "--dest-compress-format", "gzip", "--dest-compress", $"oci:{layout}:1-cpu", $"dir:{directory.File("copied")}");
        // With another budget it is another image, of the same layers; with another level all of them are others but the weights.
        var known = Directory.GetDirectories(Path.Combine(store.Path, "layers"));
        envc.Run("containerize", "--compression", "zstd:1", "--layers", "41", "-d", quickstart.Project).Expect(0);
        Assert.Equal(known.Length, Directory.GetDirectories(Path.Combine(store.Path, "layers")).Length);
        envc.Run("containerize", "--compression", "zstd:2", "-d", quickstart.Project).Expect(0);
        Assert.Equal(known.Length + layers.Count - 1, Directory.GetDirectories(Path.Combine(store.Path, "layers")).Length);
        Assert.Contains("level from 1 to 19", envc.Run("containerize", "--compression", "zstd:20", "-d", quickstart.Project).Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private static JsonNode Report(Finished finished) => JsonNode.Parse(finished.Output)!;

    private static JsonNode Blob(string layout, string digest) => JsonNode.Parse(File.ReadAllText(BlobPath(layout, digest)))!;

    private static string BlobPath(string layout, string digest) => Path.Combine(layout, "blobs", digest.Replace(':', '/'));

    private static IEnumerable<string> Programs(string root, params string[] names) =>
        from directory in (string[])["bin", "sbin", "usr/bin", "usr/sbin", "usr/local/bin", ".envc/bin"]
        from name in names
        let path = Path.Combine(root, directory, name)
        where File.Exists(path)
        select path;

    // Digests of what the registry took.
    private static List<string> Uploads(DockerRegistry registry, int before) =>
        [.. registry.Requests.Skip(before).Where(line => line.Contains("\"PUT ", StringComparison.Ordinal)).Select(line => UploadForm().Match(line)).Where(match => match.Success).Select(match => $"sha256:{match.Groups[1].Value}")];

    [GeneratedRegex("digest=sha256(?::|%3A)([0-9a-f]{64}).* HTTP/1.1\" 201 ")]
    private static partial Regex UploadForm();

    // Debian's packages bring sums of all their files but configuration.
    private static string CheckSums(string root, string file)
    {
        var start = new ProcessStartInfo("md5sum", ["--check", "--quiet", file]) { WorkingDirectory = root, RedirectStandardOutput = true, UseShellExecute = false };
        using var process = Process.Start(start)!;
        var said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0 && new FileInfo(file).Length > 0, $"{file}: {said}");
        return said;
    }

    private static bool Answers(HttpClient client)
    {
        try
        {
            using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, "/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task<string> CompleteAsync(HttpClient client)
    {
        using var question = new StringContent("""{"prompt":"Hello","n_predict":8}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(new Uri("/completion", UriKind.Relative), question);
        return await answer.Content.ReadAsStringAsync();
    }
}
