using System.Text.Json;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Tests.Services;

public sealed class BackendServiceCompilerTests
{
    private const string Target = "targets/x86_64-linux/cpu";

    [Fact]
    public void A_backend_becomes_its_pipeline_with_variables_from_settings_and_model()
    {
        var files = Compile(new ServiceDefinition
        {
            Backend = "llamacpp",
            Model = "tiny",
            Settings = new OrderedDictionary<string, string> { ["port"] = "8081", ["ctx-size"] = "1024" },
            Vars = new OrderedDictionary<string, string> { ["LLAMACPP_METRICS"] = "true" },
        }).Value;
        var service = JsonSerializer.Deserialize(files.Files[$"{Target}/services.json"].Content, EnvcJson.Default.ServiceGraph)!.Services["llm"];
        Assert.Equal("exec /.envc/envc-run llamacpp-pipeline", service.Command);
        Assert.Equal(new SortedDictionary<string, string> { ["LLAMACPP_PORT"] = "8081", ["LLAMACPP_CTX_SIZE"] = "1024" }, service.Settings);
        Assert.Equal("true", service.Vars["LLAMACPP_METRICS"]);
        Assert.Equal("models/tiny.gguf", service.Vars["LLAMACPP_MODEL_PATH"]);
        Assert.Equal("LLAMACPP_PORT", service.Endpoint!.PortVariable);
        Assert.Equal("/health", service.Ready!.Http);
    }

    [Fact]
    public void Every_stage_gets_a_script_that_runs_the_launcher()
    {
        var files = Sample.Compile(change: null, "/usr/bin/llama-server").Value;
        foreach (var stage in (string[])["preflight", "resolve-model", "serve", "pipeline"])
            Assert.Contains($"exec /.envc/envc-run llamacpp-{stage} \"$@\"", files.Text($"{Target}/bin/llamacpp-{stage}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ctx-sise", "1", "ENVC0412", "`ctx-size`")]
    [InlineData("ctx-size", "many", "ENVC0413", null)]
    [InlineData("api-key", "x", "ENVC0416", "LLAMACPP_API_KEY")]
    public void A_setting_that_cannot_be_is_refused_at_its_line(string setting, string value, string code, string? hint)
    {
        var problem = Assert.Single(Compile(new ServiceDefinition
        {
            Backend = "llamacpp",
            Settings = new OrderedDictionary<string, string> { [setting] = value },
        }).Diagnostics);
        Assert.Equal(code, problem.Code);
        Assert.Contains(hint ?? "", problem.Hint ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_backend_is_told_with_the_nearest_one()
    {
        var problem = Assert.Single(Compile(new ServiceDefinition { Backend = "lamacpp" }).Diagnostics);
        Assert.Equal(("ENVC0411", "did you mean `llamacpp`?"), (problem.Code, problem.Hint));
    }

    [Fact]
    public void A_backend_without_its_server_is_refused()
    {
        var result = Sample.Compile(manifest => manifest with
        {
            Services = new OrderedDictionary<string, ServiceDefinition> { ["llm"] = new() { Backend = "llamacpp" } },
        });
        Assert.Equal("ENVC0415", Assert.Single(result.Diagnostics).Code);
    }

    private static Result<GenerationFiles> Compile(ServiceDefinition service) => Sample.Compile(
        manifest => manifest with { Services = new OrderedDictionary<string, ServiceDefinition> { ["llm"] = service } },
        "/usr/bin/llama-server");
}
