using EnvCompiler.Run.Backends;

namespace EnvCompiler.Run.Tests.Backends;

public sealed class ResolveModelStageTests : IDisposable
{
    private readonly FakeStageHost host = new();

    public void Dispose() => host.Dispose();

    [Fact]
    public async Task The_expected_hash_is_checked_and_kept()
    {
        host.Variables["LLAMACPP_EXPECTED_SHA256"] = FakeStageHost.Sha256;
        Assert.Equal(0, await Resolve());
        Assert.Contains($"_LLAMACPP_RESOLVED_SHA256='{FakeStageHost.Sha256}'", EnvFile());
        Assert.Contains(FakeStageHost.Sha256, File.ReadAllText(Assert.Single(Directory.GetFiles(host.File("cache"), "*.sha256"))));
    }

    [Fact]
    public async Task Another_hash_is_an_integrity_failure()
    {
        host.Variables["LLAMACPP_EXPECTED_SHA256"] = new string('0', 64);
        Assert.Equal(BackendExit.Integrity, await Resolve());
        Assert.Contains("ENVC0808", host.Error);
        Assert.Empty(Directory.GetFiles(host.File("cache"), "*.env"));
    }

    [Fact]
    public async Task Integrity_has_its_old_exit_code_on_request()
    {
        host.Variables["LLAMACPP_EXPECTED_SHA256"] = new string('0', 64);
        Assert.Equal(1, await host.RunAsync("llamacpp-resolve-model", "--compat-exit-codes"));
    }

    [Fact]
    public async Task A_changed_file_is_hashed_again()
    {
        host.Variables["LLAMACPP_EXPECTED_SHA256"] = FakeStageHost.Sha256;
        Assert.Equal(0, await Resolve());
        var bytes = await File.ReadAllBytesAsync(host.Model);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(host.Model, bytes);
        Assert.Equal(BackendExit.Integrity, await Resolve());
    }

    [Fact]
    public async Task A_missing_file_is_unresolved()
    {
        host.Variables["LLAMACPP_MODEL_PATH"] = "models/none.gguf";
        Assert.Equal(BackendExit.ModelUnresolved, await Resolve());
        Assert.Contains("ENVC0716", host.Error);
    }

    [Fact]
    public async Task A_file_that_is_no_GGUF_is_an_integrity_failure()
    {
        host.Write("models/x.gguf", "<html>");
        host.Variables["LLAMACPP_MODEL_PATH"] = "models/x.gguf";
        Assert.Equal(BackendExit.Integrity, await Resolve());
        Assert.Contains("ENVC0803", host.Error);
    }

    [Fact]
    public async Task A_path_with_blanks_and_quotes_reaches_the_server()
    {
        Directory.CreateDirectory(host.File("mo del's"));
        File.Move(host.Model, host.File("mo del's", "a \"b\" $c.gguf"));
        host.Variables["LLAMACPP_MODEL_PATH"] = "mo del's/a \"b\" $c.gguf";
        Assert.Equal(0, await Resolve());
        Assert.Equal(0, await host.RunAsync("llamacpp-serve"));
        Assert.Equal(host.File("mo del's", "a \"b\" $c.gguf"), host.Became!.Arguments[2]);
    }

    [Fact]
    public async Task A_name_is_looked_for_in_the_directory_of_models()
    {
        ByName("tinydeb-Q4_K_M");
        Assert.Equal(0, await Resolve());
        Assert.Contains($"'{host.Model}'", EnvFile());
    }

    [Theory]
    [InlineData("Q4_K_M", "tiny-Q4_K_M.gguf")]
    [InlineData("q4_k", "tiny-Q4_K.gguf")]
    public async Task A_quantization_picks_one_file_of_a_directory(string wish, string picked)
    {
        Tiny("tiny-Q4_K_M.gguf", "tiny-Q4_K.gguf", "tiny-Q8_0.gguf");
        host.Variables["LLAMACPP_QUANT"] = wish;
        Assert.Equal(0, await Resolve());
        Assert.Contains($"/models/tiny/{picked}'", EnvFile());
    }

    [Fact]
    public async Task A_quantization_that_is_not_there_is_a_failure_and_no_other_is_taken()
    {
        Tiny("tiny-Q8_0.gguf");
        host.Variables["LLAMACPP_QUANT"] = "Q4_K_M";
        Assert.Equal(BackendExit.ModelUnresolved, await Resolve());
        Assert.Contains("ENVC0810", host.Error);
    }

    [Fact]
    public async Task Several_files_are_not_guessed_between()
    {
        Tiny("tiny-Q4_K_M.gguf", "tiny-Q8_0.gguf");
        Assert.Equal(BackendExit.ModelUnresolved, await Resolve());
        Assert.Contains("ENVC0811", host.Error);
        host.Variables["LLAMACPP_MODEL_FILE"] = "tiny-Q8_0.gguf";
        Assert.Equal(0, await Resolve());
    }

    [Fact]
    public async Task Each_choice_has_an_env_file_of_its_own()
    {
        Tiny("tiny-Q4_K_M.gguf", "tiny-Q8_0.gguf");
        foreach (var wish in (string[])["Q4_K_M", "Q8_0"])
        {
            host.Variables["LLAMACPP_QUANT"] = wish;
            Assert.Equal(0, await Resolve());
        }

        Assert.Equal(2, Directory.GetFiles(host.File("cache"), "*.env").Length);
    }

    [Fact]
    public async Task A_split_set_needs_every_shard()
    {
        Tiny("t-00001-of-00002.gguf");
        Assert.Equal(BackendExit.Integrity, await Resolve());
        Assert.Contains("ENVC0809", host.Error);
        File.Copy(host.Model, host.File("models", "tiny", "t-00002-of-00002.gguf"));
        host.Variables["LLAMACPP_EXPECTED_SHA256"] = $"{FakeStageHost.Sha256},{FakeStageHost.Sha256}";
        Assert.Equal(0, await Resolve());
        Assert.Contains("/t-00001-of-00002.gguf'", EnvFile());
    }

    [Fact]
    public async Task A_shard_that_is_not_the_first_is_refused()
    {
        Tiny("t-00001-of-00002.gguf", "t-00002-of-00002.gguf");
        host.Variables["LLAMACPP_MODEL_PATH"] = "models/tiny/t-00002-of-00002.gguf";
        Assert.Equal(BackendExit.Integrity, await Resolve());
        Assert.Contains("ENVC0717", host.Error);
    }

    [Fact]
    public async Task A_list_of_sums_beside_the_model_is_held()
    {
        host.Write("models/manifest.sha256", $"{new string('1', 64)}  tinydeb-Q4_K_M.gguf\n");
        Assert.Equal(BackendExit.Integrity, await Resolve());
        host.Write("models/manifest.sha256", $"{FakeStageHost.Sha256}  tinydeb-Q4_K_M.gguf\n");
        Assert.Equal(0, await Resolve());
    }

    [Fact]
    public async Task Strict_integrity_wants_a_hash_for_every_file()
    {
        host.Variables["LLAMACPP_INTEGRITY_STRICT"] = "1";
        Assert.Equal(BackendExit.Integrity, await Resolve());
        Assert.Contains("ENVC0720", host.Error);
    }

    [Fact]
    public async Task Sources_that_come_later_are_named_and_passed_over()
    {
        host.Variables["LLAMACPP_MODEL_SOURCES"] = "hf-hub, lokal, local";
        Assert.Equal(0, await Resolve());
        Assert.Contains("`hf-hub` is not available in this version", host.Error);
        Assert.Contains("did you mean `local`?", host.Error);
    }

    [Theory]
    [InlineData("../etc")]
    [InlineData("..")]
    [InlineData("a b")]
    [InlineData("a/b")]
    public async Task A_name_that_is_a_path_is_refused(string name)
    {
        ByName(name);
        Assert.Equal(BackendExit.Invalid, await Resolve());
        Assert.Contains("ENVC0714", host.Error);
    }

    [Fact]
    public async Task A_dry_run_writes_no_env_file()
    {
        Assert.Equal(0, await host.RunAsync("llamacpp-resolve-model", "--dry-run"));
        Assert.Empty(Directory.GetFiles(host.File("cache"), "*.env"));
    }

    private Task<int> Resolve() => host.RunAsync("llamacpp-resolve-model");

    private string EnvFile() => File.ReadAllText(Assert.Single(Directory.GetFiles(host.File("cache"), "*.env")));

    private void ByName(string name)
    {
        host.Variables.Remove("LLAMACPP_MODEL_PATH");
        host.Variables["LLAMACPP_MODEL"] = name;
    }

    private void Tiny(params string[] names)
    {
        ByName("tiny");
        Directory.CreateDirectory(host.File("models", "tiny"));
        foreach (var name in names)
            File.Copy(host.Model, host.File("models", "tiny", name));
    }
}
