using EnvCompiler.Cli.Pipeline.Containers;

namespace EnvCompiler.Cli.Tests.Pipeline.Containers;

public sealed class EngineNameTests
{
    [Theory]
    [InlineData("quickstart", "quickstart")]
    [InlineData("My LLM__v2", "my-llm-v2")]
    [InlineData("-a\"; rm -rf /-", "a-rm-rf")]
    [InlineData("größe", "gr-e")]
    [InlineData("模型", "environment")]
    public void Is_what_engines_take(string environment, string name) => Assert.Equal(name, EngineName.Of(environment));
}
