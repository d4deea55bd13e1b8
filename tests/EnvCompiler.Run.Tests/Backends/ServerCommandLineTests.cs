using EnvCompiler.Run.Backends;
using EnvCompiler.Run.Backends.Serving;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Backends;

/// <summary>
/// Holds <c>llama-server</c>'s argv, for no variable, for every variable alone and for all at once, against the checked-in
/// <c>Expected/llamacpp-argv.txt</c>; <c>ENVC_UPDATE_EXPECTED=1</c> writes it anew.
/// </summary>
public sealed class ServerCommandLineTests
{
    private const string Resolved = "_LLAMACPP_RESOLVED_MODEL_PATH";

    // A value of each variable that differs from its default.
    private static readonly (string Name, string[] Values)[] s_values =
    [
        ("LLAMACPP_HOST", ["0.0.0.0", "/run/llm/llama.sock"]),
        ("LLAMACPP_N_GPU_LAYERS", ["99"]),
        ("LLAMACPP_CTX_SIZE", ["4096"]),
        ("LLAMACPP_PARALLEL", ["4"]),
        ("LLAMACPP_PORT", ["9000"]),
        ("LLAMACPP_BATCH_SIZE", ["512"]),
        ("LLAMACPP_UBATCH_SIZE", ["256"]),
        ("LLAMACPP_FLASH_ATTN", ["true", "false"]),
        ("LLAMACPP_CACHE_TYPE_K", ["q8_0"]),
        ("LLAMACPP_CACHE_TYPE_V", ["q4_0"]),
        ("LLAMACPP_SPLIT_MODE", ["row"]),
        ("LLAMACPP_TENSOR_SPLIT", ["0.5,0.5"]),
        ("LLAMACPP_MAIN_GPU", ["1"]),
        ("LLAMACPP_ALIAS", ["a model"]),
        ("LLAMACPP_API_KEY_FILE", ["/etc/keys"]),
        ("LLAMACPP_METRICS", ["1", "0"]),
        ("LLAMACPP_JINJA", ["yes", "no"]),
        ("LLAMACPP_CHAT_TEMPLATE", ["chatml"]),
        ("LLAMACPP_EMBEDDING", ["TRUE", "FALSE"]),
        ("LLAMACPP_CONT_BATCHING", ["on", "off"]),
        ("LLAMACPP_WEBUI", ["true", "false"]),
        ("LLAMACPP_TIMEOUT", ["0"]),
        ("LLAMACPP_THREADS", ["8"]),
        ("LLAMACPP_REASONING_FORMAT", ["none"]),
        ("LLAMACPP_API_KEY", ["secret"]),
    ];

    [Fact]
    public void Every_variable_set_and_unset_gives_the_expected_arguments()
    {
        var lines = new List<string> { $"(none): {Print([])}" };
        foreach (var (name, values) in s_values)
            lines.AddRange(values.Select(value => $"{name}={value}: {Print([(name, value)])}"));
        lines.Add($"(all, first values): {Print([.. s_values.Select(v => (v.Name, v.Values[0]))])}");
        lines.Add($"(all, last values): {Print([.. s_values.Select(v => (v.Name, v.Values[^1]))])}");
        lines.Add($"(more): {Print([], "--mmproj", "a b.gguf", "--", "-x")}");
        var actual = string.Join('\n', lines) + "\n";

        var path = RepositoryRoot.File("tests", "EnvCompiler.Run.Tests", "Backends", "Expected", "llamacpp-argv.txt");
        if (Environment.GetEnvironmentVariable("ENVC_UPDATE_EXPECTED") == "1")
            File.WriteAllText(path, actual);
        Assert.Equal(File.ReadAllText(path), actual);
    }

    [Fact]
    public void Every_variable_of_the_data_file_is_covered() =>
        Assert.Equal(
            FakeStageHost.LlamaCpp.Variables.Select(v => v.Name).Where(name => name != Resolved),
            s_values.Select(v => v.Name));

    [Fact]
    public void A_key_goes_by_the_engines_own_variable()
    {
        var variables = new StageVariables(FakeStageHost.LlamaCpp, new Dictionary<string, string> { ["LLAMACPP_API_KEY"] = "secret" });
        Assert.Equal("secret", ServerCommandLine.Variables(FakeStageHost.LlamaCpp, variables)["LLAMA_API_KEY"]);
        Assert.DoesNotContain("secret", ServerCommandLine.Build(FakeStageHost.LlamaCpp, variables, unixSocket: false, []));
    }

    [Theory]
    [InlineData("--api-key x", "--api-key ***")]
    [InlineData("--password=x", "--password=***")]
    [InlineData("--header Authorization:x", "--header ***")]
    [InlineData("-H Accept:x", "-H Accept:x")]
    [InlineData("--http-header=Cookie:x", "--http-header=***")]
    [InlineData("--alias=x", "--alias=x")]
    [InlineData("--api-key-file f", "--api-key-file f")]
    public void Secrets_are_masked_in_print(string arguments, string printed) =>
        Assert.Equal(printed, CommandLinePrinter.Print(arguments.Split(' ')));

    [Fact]
    public void What_is_printed_can_be_pasted() =>
        Assert.Equal("a 'b c' 'it'\\''s' '' '$x'", CommandLinePrinter.Print(["a", "b c", "it's", "", "$x"]));

    private static string Print((string Name, string Value)[] set, params string[] more)
    {
        var given = set.ToDictionary(pair => pair.Name, pair => pair.Value);
        given[Resolved] = "/m/tiny deb.gguf";
        var variables = new StageVariables(FakeStageHost.LlamaCpp, given);
        var unix = given.TryGetValue("LLAMACPP_HOST", out var host) && host.EndsWith(".sock", StringComparison.Ordinal);
        return CommandLinePrinter.Print(ServerCommandLine.Build(FakeStageHost.LlamaCpp, variables, unix, more));
    }
}
