using System.Text.Json;
using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary><c>envc inspect</c>: on a locked package of CUDA code, on files, and on what is neither.</summary>
public sealed class InspectTests
{
    private const string Manifest = """
        version = 1
        [install]
        ggml = { pkg-path = "libggml0-backend-cuda" }
        [catalogs.debian]
        type = "debian"
        suites = [{ name = "sid", allow-expired = true }]
        components = ["main", "contrib", "non-free"]
        """;

    private static readonly string s_builds = RepositoryRoot.File("tests", "EnvCompiler.Resolve.Tests", "Fixtures", "gpu", "axpy");

    [RequiresMirror]
    public void Debians_CUDA_backend_of_llama_cpp_is_judged_as_it_is()
    {
        using var directory = new TemporaryDirectory();
        using var store = new SharedStore();
        var project = directory.File("project");
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "manifest.toml"), Manifest);
        store.Envc().Run("lock", "-d", project).Expect(0);

        // Only this package is fetched, of a closure with gigabytes of cuBLAS.
        using var json = JsonDocument.Parse(store.Envc().Run("inspect", "-d", project, "ggml", "--json").Expect(0).Output);
        Assert.Single(Directory.EnumerateDirectories(Path.Combine(store.Path, "objects"), "*", SearchOption.TopDirectoryOnly));
        var file = Assert.Single(Assert.Single(json.RootElement.EnumerateArray()).GetProperty("files").EnumerateArray());
        var fatbins = file.GetProperty("fatbins").GetInt32();
        var codes = file.GetProperty("codes").EnumerateArray().ToArray();
        Assert.True(fatbins > 100, $"{fatbins} fat binaries");
        Assert.All(codes, code => Assert.Equal(fatbins, code.GetProperty("count").GetInt32()));
        Assert.Equal(["sm_86", "sm_89"], codes.Where(code => code.GetProperty("kind").GetString() == "MachineCode").Select(code => code.GetProperty("code").GetString()));
        Assert.Contains("libcublas.so.12", file.GetProperty("cuda-libraries").EnumerateArray().Select(library => library.GetString()));

        var gpus = file.GetProperty("gpus");
        Assert.Equal(["sm_86", "sm_89"], gpus.GetProperty("runs-on").EnumerateArray().Select(sm => sm.GetString()));
        var hopper = gpus.GetProperty("after-jit").EnumerateArray().Single(jit => jit.GetProperty("sm").GetString() == "sm_90");
        Assert.True(hopper.GetProperty("ptx-size").GetInt64() > 100_000_000);
        Assert.Empty(gpus.GetProperty("undecided").EnumerateArray());
    }

    [Fact]
    public void A_file_is_shown_in_tables_with_its_verdict()
    {
        using var store = new SharedStore();
        var output = store.Envc().Run("inspect", Path.Combine(s_builds, "axpy-fat-compressed")).Expect(0).Output;
        Assert.Matches(@"axpy-fat-compressed +compute_90 \(PTX 9\.0\) +1 +zstd +384 B +904 B\n", output);
        Assert.Contains("\nruns on: sm_75, sm_80, sm_86, sm_89, sm_90\nafter JIT: sm_100, sm_103,", output, StringComparison.Ordinal);
        Assert.EndsWith("\nundecided: nothing\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_with_a_damaged_file_is_told_of_and_fails()
    {
        using var directory = new TemporaryDirectory();
        using var store = new SharedStore();
        File.Copy(Path.Combine(s_builds, "axpy-sm_90"), directory.File("axpy-sm_90"));
        File.WriteAllBytes(directory.File("cut"), File.ReadAllBytes(Path.Combine(s_builds, "axpy-sm_80"))[..9000]);
        var run = store.Envc().Run("inspect", directory.Path).Expect(1);
        run.Says("ENVC0242");
        Assert.Contains("runs on: sm_90\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("undecided: `cut`, which cannot be read\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_neither_a_file_nor_a_package_is_an_error()
    {
        using var quickstart = new Quickstart();
        using var store = new SharedStore();
        store.Envc().Run("inspect", "-d", quickstart.Project, "lama").Expect(1).Says("ENVC0930");
        store.Envc().Run("inspect", "./nothing").Expect(1).Says("ENVC0931");
    }
}
