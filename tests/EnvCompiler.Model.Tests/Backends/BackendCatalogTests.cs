using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Model.Tests.Backends;

public sealed class BackendCatalogTests
{
    private static readonly BackendDefinition LlamaCpp = BackendCatalog.Find("llamacpp")!;

    [Fact]
    public void Every_shipped_backend_is_read_and_bears_the_name_of_its_file()
    {
        Assert.Contains("llamacpp", BackendCatalog.Names);
        Assert.All(BackendCatalog.Names, name => Assert.Equal(name, BackendCatalog.Find(name)!.Name));
    }

    [Fact]
    public void An_unknown_backend_is_null() => Assert.Null(BackendCatalog.Find("nosuch"));

    [Fact]
    public void A_short_name_stands_for_a_variable() =>
        Assert.Equal("LLAMACPP_CTX_SIZE", LlamaCpp.FindByShortName("ctx-size")!.Name);

    [Fact]
    public void A_short_name_may_stand_for_a_variable_of_the_pipeline() =>
        Assert.Equal("LLAMACPP_TERM_GRACE", LlamaCpp.FindByShortName("term-grace")!.Name);

    [Theory]
    [InlineData("ctx_size")]
    [InlineData("ctxsize")]
    [InlineData("")]
    public void Other_spellings_are_no_short_names(string name) => Assert.Null(LlamaCpp.FindByShortName(name));

    [Fact]
    public void Every_default_is_valid() =>
        Assert.All(
            LlamaCpp.Variables.Concat(PipelineVariables.Of(LlamaCpp.Prefix)).Where(variable => variable.Default is not null),
            variable => Assert.Null(variable.Validate(variable.Default!)));

    [Theory]
    [InlineData("ctx-size", "1024", null)]
    [InlineData("ctx-size", "-1", "must be a whole number, at least 0")]
    [InlineData("ctx-size", "", "must not be empty")]
    [InlineData("ctx-size", "1e3", "must be a whole number, at least 0")]
    [InlineData("ctx-size", " 1", "must be a whole number, at least 0")]
    [InlineData("parallel", "-1", null)]
    [InlineData("parallel", "0", "must be a whole number, at least -1, not 0")]
    [InlineData("port", "80", "must be a whole number from 1024 to 65535")]
    [InlineData("metrics", "maybe", "must be true or false")]
    [InlineData("metrics", "Yes", null)]
    [InlineData("alias", "a\nb", "must not contain control characters")]
    [InlineData("alias", "", null)]
    [InlineData("socket-stale-policy", "delete", "must be one of external, safe-cleanup, move-aside")]
    [InlineData("port-free-poll", "0.25", null)]
    [InlineData("gpu-warn-pct", "101", "must be a number from 0 to 100")]
    public void A_setting_is_checked(string shortName, string text, string? problem) =>
        Assert.Equal(problem, LlamaCpp.FindByShortName(shortName)!.Validate(text));

    [Fact]
    public void Scripts_are_the_stages_and_the_whole_pipeline()
    {
        Assert.Equal(["llamacpp-preflight", "llamacpp-resolve-model", "llamacpp-serve", "llamacpp-pipeline"], LlamaCpp.Scripts);
        Assert.Equal("resolve-model", BackendCatalog.FindScript("llamacpp-resolve-model")!.Value.Stage);
        Assert.Null(BackendCatalog.FindScript("llamacpp-fly"));
        Assert.Null(BackendCatalog.FindScript("supervise"));
    }

    [Fact]
    public void A_locked_model_becomes_variables_with_paths_of_the_project()
    {
        var model = new LockedModel
        {
            Files =
            [
                new LockedModelFile { Path = "models/m-00001-of-00002.gguf", Size = 1, Sha256 = "aa" },
                new LockedModelFile { Path = "models/m-00002-of-00002.gguf", Size = 1, Sha256 = "bb" },
            ],
        };
        var variables = LlamaCpp.ModelVariables("m", model);
        Assert.Equal("m", variables["LLAMACPP_MODEL"]);
        Assert.Equal("models/m-00001-of-00002.gguf", variables["LLAMACPP_MODEL_PATH"]);
        Assert.Equal("aa,bb", variables["LLAMACPP_EXPECTED_SHA256"]);
    }
}
