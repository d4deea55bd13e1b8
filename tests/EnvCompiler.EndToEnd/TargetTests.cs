using System.Diagnostics;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary>One environment for hosts with and without GPUs. These hosts have none, so what a GPU would change is named by <c>ENVC_TARGET</c>.</summary>
public sealed class TargetTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{
    private const string Manifest = """
        version = 1
        [install]
        hello = { pkg-path = "hello", when = 'sm >= 75' }
        [options]
        targets = ["cpu", "sm_75", "sm_90"]

        """;

    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_environment_for_llama_cpp_locks_for_every_GPU_in_one_run_and_equally_everywhere()
    {
        var manifest = File.ReadAllText(RepositoryRoot.File("environments", "llamacpp", "manifest.toml"));
        foreach (var place in (string[])["here", "there"])
        {
            directory.Write($"{place}/manifest.toml", manifest);
            File.Copy(RepositoryRoot.File("environments", "quickstart", "models", "tinydeb-Q4_K_M.gguf"), Path.Combine(Directory.CreateDirectory(directory.File(place, "models")).FullName, "tinydeb-Q4_K_M.gguf"));
        }

        store.Envc().Run("lock", "-d", directory.File("here")).Expect(0);
        new Envc(store.Path) { Variables = { ["HOME"] = directory.File("home"), ["TZ"] = "Pacific/Chatham", ["LC_ALL"] = "tr_TR.UTF-8" } }
            .Run("lock", "--offline", "-d", directory.File("there")).Expect(0);
        var locked = File.ReadAllText(directory.File("here", "manifest.lock"));
        Assert.Equal(locked, File.ReadAllText(directory.File("there", "manifest.lock")));
        foreach (var accelerator in (string[])["cpu", "vulkan", "sm_75", "sm_80", "sm_89", "sm_90", "sm_120"])
            Assert.Contains($"\"x86_64-linux/{accelerator}\": {{", locked, StringComparison.Ordinal);
        Assert.Contains("debian/libcublas12/", Row(locked, "sm_90"), StringComparison.Ordinal);
        Assert.DoesNotContain("libggml0-backend-cuda", Row(locked, "cpu"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_is_added_and_the_others_stay()
    {
        Write(Manifest);
        Envc("lock").Expect(0);
        var before = Lock();
        Envc("lock", "--add-target", "sm_120").Expect(0);
        Assert.Contains("targets = [\"cpu\", \"sm_75\", \"sm_90\", \"sm_120\"]", File.ReadAllText(directory.File("manifest.toml")), StringComparison.Ordinal);
        foreach (var accelerator in (string[])["cpu", "sm_75", "sm_90"])
            Assert.Equal(Row(before, accelerator), Row(Lock(), accelerator));
        Envc("lock", "--check").Expect(0);
        Envc("lock", "--target", "cpu", "sm_90").Expect(0);
        Assert.DoesNotContain("sm_75", Lock(), StringComparison.Ordinal);
        Assert.Contains("a GPU of that name is `sm_89`", Envc("lock", "--add-target", "L40S").Expect(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_without_a_GPU_runs_the_processors_row_and_says_so()
    {
        Write(Manifest);
        var run = Envc("activate", "--", "sh", "-c", "echo $ENVC_TARGET ${CUDA_CACHE_PATH-none}; command -v hello || echo no hello").Expect(0);
        Assert.Equal("x86_64-linux/cpu none\nno hello\n", run.Output);
        Assert.Contains("envc: for x86_64-linux/cpu: this host has no NVIDIA GPU", run.Error, StringComparison.Ordinal);
        Assert.Contains("x86_64-linux/cpu: this host has no NVIDIA GPU", Envc("status").Expect(0).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_target_that_is_named_is_built_beside_the_one_that_is_there()
    {
        Write(Manifest);
        Envc("build").Expect(0);
        var named = new Envc(store.Path) { Variables = { ["ENVC_TARGET"] = "x86_64-linux/sm_90" } };
        var run = named.Run("activate", "-d", directory.Path, "--", "sh", "-c", "hello; echo $ENVC_TARGET $CUDA_CACHE_PATH; test -w $CUDA_CACHE_PATH").Expect(0);
        Assert.Equal($"Hello, world!\nx86_64-linux/sm_90 {directory.File(".envc", "cache", "cuda")}\n", run.Output);
        Assert.Equal(["cpu", "sm_90"], Directory.GetDirectories(directory.File(".envc", "current", "targets", "x86_64-linux")).Select(Path.GetFileName).Order());
        Assert.Contains("is live already", Envc("build").Expect(0).Error, StringComparison.Ordinal);
        // What was named then is not what others get now, by envc or by the script.
        Assert.Contains("envc: for x86_64-linux/cpu", Envc("activate", "--", "true").Expect(0).Error, StringComparison.Ordinal);
        Assert.Equal("x86_64-linux/cpu\n", Source("unset ENVC_TARGET"));
        Assert.Equal("x86_64-linux/sm_90\n", Source("ENVC_TARGET=x86_64-linux/sm_90"));
        Assert.Equal("x86_64-linux/cpu\n", Source("ENVC_TARGET=x86_64-linux/cpu"));
        // Other devices may mean another target, so the script asks.
        Assert.Equal("", Source("export CUDA_VISIBLE_DEVICES=5"));
        Assert.Equal("x86_64-linux/cpu\n", Source($"export CUDA_VISIBLE_DEVICES=5 ENVC_STORE={store.Path} PATH={Path.GetDirectoryName(Harness.Envc.Executable)}:$PATH"));
        Envc("build", "--target", "sm_75").Expect(0);
        Envc("build", "--target", "sm_80").Expect(1).Says("ENVC0309");
    }

    [Fact]
    public void Where_an_accelerator_is_required_a_host_without_one_is_refused_before_anything_is_fetched()
    {
        Write(Manifest + "accelerator = \"required\"\n");
        var refused = new Envc(directory.File("empty-store")).Run("activate", "-d", directory.Path, "--", "true");
        refused.Expect(125).Says("ENVC0520");
        Assert.Contains("ENVC_TARGET=x86_64-linux/cpu", refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("fetching", refused.Error, StringComparison.Ordinal);
    }

    private Finished Envc(params string[] arguments) => store.Envc().Run([arguments[0], "-d", directory.Path, .. arguments[1..]]);

    // In a shell that has no envc, so everything must be recorded.
    private string Source(string assignment)
    {
        var shell = Process.Start(new ProcessStartInfo("bash", ["-c", $"{assignment}; . .envc/current/activate && echo $ENVC_TARGET"])
        {
            WorkingDirectory = directory.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, Environment = { ["PATH"] = "/usr/bin:/bin" },
        })!;
        return EndToEnd.Harness.Envc.Finish(shell).Output;
    }

    private void Write(string manifest) => directory.Write("manifest.toml", manifest);

    private string Lock() => File.ReadAllText(directory.File("manifest.lock"));

    // The lines of the file between the target's name and the next one.
    private static string Row(string locked, string accelerator)
    {
        var row = locked[locked.IndexOf($"\"x86_64-linux/{accelerator}\": {{", StringComparison.Ordinal)..];
        return row[..row.IndexOf("\n    }", StringComparison.Ordinal)];
    }
}
