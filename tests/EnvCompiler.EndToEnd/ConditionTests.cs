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
        foreach (var problem in (string[])["(3,57): error ENVC0286", "(4,47): error ENVC0280", "(9,3): error ENVC0282"])
            Assert.Contains($"manifest.toml{problem}", said.Error, StringComparison.Ordinal);
        Assert.Contains("hint: did you mean `gpu.memory`?", said.Error, StringComparison.Ordinal);
    }

    private Finished Lock(params string[] arguments) => store.Envc().Run(["lock", "-d", directory.Path, .. arguments]);

    private void Write(string manifest) => directory.Write("manifest.toml", manifest);
}
