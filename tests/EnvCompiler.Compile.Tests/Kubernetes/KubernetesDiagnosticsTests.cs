using EnvCompiler.Compile.Kubernetes;

namespace EnvCompiler.Compile.Tests.Kubernetes;

/// <summary>What keeps an environment out of a pod, and what changes there.</summary>
public sealed class KubernetesDiagnosticsTests
{
    private const string Llm = "[services.llm]\nbackend = \"llamacpp\"\n";
    private const string Command = "[services.web]\ncommand = \"web\"\n";

    [Theory]
    [InlineData("vulkan", Llm, "ENVC0461")]
    [InlineData("cpu", "", "ENVC0462")]
    [InlineData("cpu", Llm + "[vars]\nLLAMACPP_PORT = \"${OTHER}\"\n", "ENVC0463")]
    [InlineData("cpu", Llm + "[vars]\nLLAMACPP_HOST = \"127.0.0.1\"\n", "ENVC0464")]
    [InlineData("sm_90", Command, "ENVC0465")]
    [InlineData("sm_90", Llm + "gpus = [0, 1]\n", "ENVC0466")]
    [InlineData("cpu", Llm + "[kubernetes]\nreplicas = 2\nstorage = { models = \"1Gi\" }\n", "ENVC0467")]
    [InlineData("cpu", Llm + "[options]\nservices.metrics = \"9469\"\n", "ENVC0468")]
    // `web` is the second by name.
    [InlineData("cpu", Llm + "settings = { port = 8080 }\n" + Command + "[options]\nservices.metrics = \"0.0.0.0:8079\"\n", "ENVC0469")]
    public void What_is_wrong_is_said(string accelerator, string manifest, string code) =>
        Assert.Equal([code], KubernetesCompiler.Compile(Exported.Of("app", manifest, accelerator)).Diagnostics.Select(diagnostic => diagnostic.Code));

    [Fact]
    public void An_image_is_named_by_its_digest()
    {
        var environment = Exported.Of("app", Llm, "cpu");
        var named = environment with { Targets = environment.Targets.ToDictionary(target => target.Key, target => target.Value with { Image = "registry.example/team/app:1" }) };
        Assert.Equal(["ENVC0460"], KubernetesCompiler.Compile(named).Diagnostics.Select(diagnostic => diagnostic.Code));
    }
}
