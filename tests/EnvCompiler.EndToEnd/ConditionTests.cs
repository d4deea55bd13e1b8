using EnvCompiler.EndToEnd.Harness;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd;

/// <summary><c>when</c> through the published program: the compiler in it is trimmed.</summary>
public sealed class ConditionTests(SharedStore store) : IClassFixture<SharedStore>, IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void What_is_not_meant_for_a_target_is_not_locked_and_a_change_of_mind_is()
    {
        Write("""
            version = 1
            options.base = false
            [install]
            hello = { pkg-path = "hello", when = 'accelerator == "cpu" || sm >= 75' }
            kernels = { pkg-path = "in-no-catalog", when = 'sm >= 80 && cuda >= "12.8"' }
            """);
        var said = Lock().Expect(0).Says("ENVC0287", hint: false);
        Assert.Contains("x86_64-linux/cpu: `sm >= 80` does not hold, `sm` has no value", said.Error, StringComparison.Ordinal);
        var locked = File.ReadAllText(directory.File("manifest.lock"));
        Assert.Contains("debian/hello/", locked, StringComparison.Ordinal);
        Lock("--check").Expect(0);

        Write(File.ReadAllText(directory.File("manifest.toml")).Replace("sm >= 75", "sm >= 80", StringComparison.Ordinal));
        Lock("--check").Expect(1).Says("ENVC0906");
    }

    [Fact]
    public void What_locking_warns_of_is_told_by_a_build_that_locks()
    {
        Write("""
            version = 1
            options.base = false
            [install]
            hello.pkg-path = "hello"
            kernels = { pkg-path = "in-no-catalog", when = 'sm >= 80' }
            """);
        store.Envc().Run("build", "-d", directory.Path).Expect(0).Says("ENVC0287", hint: false);
    }

    [Fact]
    public void Every_problem_of_every_condition_is_told_at_its_character()
    {
        Write("""
            version = 1
            [install]
            a = { pkg-path = "hello", when = "arch == \"x86_64\" && !(sm >= 80)" }
            b = { pkg-path = "hello", when = 'cuda >= 12.8 and' }
            [services.s]
            command = "true"
            when = '''
            gpu.count >= 1 &&
              gpu.memry >= "24G"'''
            """);
        var said = Lock().Expect(1);
        foreach (var problem in (string[])["(3,57): error ENVC0286", "(4,48): error ENVC0280", "(9,3): error ENVC0282"])
            Assert.Contains($"manifest.toml{problem}", said.Error, StringComparison.Ordinal);
        Assert.Contains("hint: did you mean `gpu.memory`?", said.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_does_not_belong_here_is_skipped_and_the_others_run()
    {
        Write("""
            version = 1
            [services.worker]
            command = "exec sleep 1000"
            when = 'arch == "x86_64" || arch == "aarch64"'
            [services.farm]
            command = "exec sleep 1000"
            when = 'gpu.count >= 1000'
            [services.hopper]
            backend = "llamacpp"
            when = 'sm == 90'
            [options]
            systems = ["x86_64-linux", "aarch64-linux"]
            """);
        var envc = store.Envc();
        envc.Run("build", "-d", directory.Path).Expect(0);
        var started = envc.Run("activate", "-s", "-d", directory.Path, "-c", $"{Envc.Executable} services status -d {directory.Path}").Expect(0).Output;
        Assert.Matches(@"farm +skipped .*`gpu\.count >= 1000` does not hold, `gpu\.count` is \d+\n", started);
        Assert.Matches(@"hopper +skipped .*`sm == 90` does not hold, `sm` has no value\n", started);
        Assert.Matches(@"worker +ready ", started);
    }

    private Finished Lock(params string[] arguments) => store.Envc().Run(["lock", "-d", directory.Path, .. arguments]);

    private void Write(string manifest) => directory.Write("manifest.toml", manifest);
}
