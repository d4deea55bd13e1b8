using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Kubernetes;
using EnvCompiler.TestKit.Systemd;

namespace EnvCompiler.EndToEnd;

/// <summary>Every environment that this repository ships, and quickstart for GPUs, in each form by the real command, before the tools of each form's place.</summary>
[Collection(FormsStore.Name)]
public sealed class ExportTests : IDisposable
{
    // Of no image: pods are only written here.
    private const string Image = "registry.example/team/model@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    // Forky's, in a root of its own: hosts have others or none.
    private const string Kubectl = """
        version = 1
        [catalogs.debian]
        type = "debian"
        suites = [{ name = "forky", allow-expired = true }]
        [install]
        kubectl.pkg-path = "kubernetes-client"

        """;

    private readonly TemporaryDirectory directory = new();
    private readonly SharedStore store;
    private readonly Envc envc;
    private readonly List<ExportedEnvironment> environments;

    public ExportTests(SharedStore store)
    {
        this.store = store;
        envc = store.Envc();
        environments = [.. Directory.GetDirectories(RepositoryRoot.File("environments")).Select(Path.GetFileName).Order(StringComparer.Ordinal).Select(name => Shipped(name!, name!)), ForGpus()];
    }

    public void Dispose() => directory.Dispose();

    /// <summary>Units of the system name the host's store, so this host has the tests' one there, in a mount namespace.</summary>
    [Requires("systemd-analyze", "unshare", "mount", RootUser = true)]
    public void Systemd_accepts_every_unit_and_gives_it_a_score_of_at_most_two()
    {
        var host = new Envc("/var/lib/envc") { Prefix = HostStore };
        foreach (var environment in environments)
        {
            foreach (var target in environment.Targets)
            {
                var place = directory.File("units", environment.Name, target);
                string[] export = ["export", "systemd", "-d", environment.Directory, "--target", target, "-o", place];
                var written = host.Run(export).Expect(0);
                // Where the tests run there may be one.
                if (target.StartsWith("sm_", StringComparison.Ordinal) && !Directory.Exists("/proc/driver/nvidia"))
                    written.Says("ENVC0989");
                var units = Directory.GetFiles(place);
                Assert.Equal([$"envc-{environment.Name}-llm.service", $"envc-{environment.Name}.target"], units.Select(Path.GetFileName).Order(StringComparer.Ordinal));
                UnitAnalysis.Verify(units, HostStore);
                UnitAnalysis.ScoresAtMostTwo(units.Single(unit => unit.EndsWith(".service", StringComparison.Ordinal)));
                Assert.Contains("up to date", host.Run(export).Expect(0).Error, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_store_that_units_could_not_see_is_refused()
    {
        Assert.StartsWith(Path.GetTempPath(), store.Path, StringComparison.Ordinal);
        envc.Run("export", "systemd", "--user", "-d", environments[^1].Directory, "--target", "cpu", "-o", directory.File("units")).Expect(1).Says("ENVC0987");
        Assert.False(Directory.Exists(directory.File("units")));
    }

    [Requires("node", "npm")]
    public void Every_object_of_Kubernetes_is_one_of_the_API_and_kubectl_composes_them()
    {
        var places = environments.ConvertAll(ToKubernetes);
        Assert.All(KubernetesModels.Validate([.. places]), each => Assert.True(each.Problems.Count == 0, $"{each.File}: {string.Join("; ", each.Problems)}"));

        directory.Write("kubectl/manifest.toml", Kubectl);
        foreach (var place in places)
        {
            var composed = envc.Run("activate", "-d", directory.File("kubectl"), "--", "kubectl", "kustomize", place).Expect(0).Output;
            var objects = composed.Split("\n---\n");
            // One object a file, and the kustomization itself is none.
            Assert.Equal(Directory.GetFiles(place).Length - 1, objects.Length);
            Assert.All(objects, text => Assert.Contains("apiVersion: ", text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Every_script_of_Slurm_is_one_of_bash()
    {
        foreach (var environment in environments)
        {
            foreach (var target in environment.Targets)
            {
                var place = directory.File("jobs", environment.Name, target);
                string[] export = ["export", "slurm", "-d", environment.Directory, "--target", target, "-o", place];
                envc.Run(export).Expect(0);
                string[] scripts = [$"{environment.Name}-batch.sbatch", $"{environment.Name}-serve.sbatch"];
                Assert.Equal(scripts, Directory.GetFiles(place).Select(Path.GetFileName).Order(StringComparer.Ordinal));
                foreach (var script in scripts)
                {
                    var read = await new ProcessRunner().RunAsync("bash", ["-n", Path.Combine(place, script)], default);
                    Assert.Equal((0, ""), (read!.ExitCode, read.Error));
                    Assert.Equal(target.StartsWith("sm_", StringComparison.Ordinal), File.ReadAllText(Path.Combine(place, script)).Contains("#SBATCH --gres=gpu:1\n", StringComparison.Ordinal));
                }

                Assert.Contains("up to date", envc.Run(export).Expect(0).Error, StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Runs quickstart's pod from its own image as a kubelet would.</summary>
    [Requires("umoci", "runc", "python3", "nsenter", "curl", "ss", RootUser = true)]
    public void A_pods_container_serves_confined_as_the_pod_says()
    {
        var said = Script.Run(store.Path, "python3", RepositoryRoot.File("tests", "kubernetes", "run-pod.py"), environments.Single(each => each.Name == "quickstart").Directory).Expect(0);
        Assert.Contains("ready after", said.Output, StringComparison.Ordinal);
        Assert.Contains("ended after", said.Output, StringComparison.Ordinal);
    }

    private string[] HostStore => ["unshare", "--mount", "sh", "-ec", "mkdir -p \"$0\" && mount -t tmpfs tmpfs /var/lib && mkdir /var/lib/envc && mount --bind \"$0\" /var/lib/envc && exec \"$@\"", store.Path];

    private string ToKubernetes(ExportedEnvironment environment)
    {
        var place = directory.File("pods", environment.Name);
        string[] export =
        [
            "export", "kubernetes", "-d", environment.Directory, "-o", place, "--target", .. environment.Targets, "--image", .. environment.Targets.Select(target => $"{target}={Image}"),
        ];
        envc.Run(export).Expect(0);
        Assert.All(environment.Targets, target => Assert.True(File.Exists(Path.Combine(place, $"deployment-{target.Replace('_', '-')}.yaml"))));
        Assert.Contains("up to date", envc.Run(export).Expect(0).Error, StringComparison.Ordinal);
        return place;
    }

    private ExportedEnvironment Shipped(string name, string copyName)
    {
        var copy = directory.File("environments", copyName);
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("environments", name), "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(RepositoryRoot.File("environments", name), file);
            if (relative.StartsWith(".envc", StringComparison.Ordinal))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, relative))!);
            File.Copy(file, Path.Combine(copy, relative));
        }

        Assert.True(File.Exists(Path.Combine(copy, "manifest.lock")), $"environments/{name} has no lock");
        return new ExportedEnvironment(copyName, copy, ["cpu"]);
    }

    // As quickstart, on a GPU too: llama.cpp's own CUDA packages are 600 MB, and change nothing in what is written but names.
    private ExportedEnvironment ForGpus()
    {
        var gpus = Shipped("quickstart", "gpus");
        var path = Path.Combine(gpus.Directory, "manifest.toml");
        var manifest = File.ReadAllText(path);
        Assert.Contains("model = \"tinydeb\"\n", manifest, StringComparison.Ordinal);
        File.WriteAllText(path, manifest.Replace("model = \"tinydeb\"\n", "model = \"tinydeb\"\ngpus = 1\n", StringComparison.Ordinal) + "targets = [\"cpu\", \"sm_90\"]\n");
        return gpus with { Targets = ["cpu", "sm_90"] };
    }
}
