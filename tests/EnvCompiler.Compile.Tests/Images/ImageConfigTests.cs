using System.Text.Json.Nodes;
using EnvCompiler.Compile.Images;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Tests.Images;

public sealed class ImageConfigTests
{
    private const string Hostile = "a\"; rm -rf /\n%h ${X} {{x}} ü";

    [Fact]
    public void Everything_of_the_manifest_is_in_the_config_as_it_is_written()
    {
        var config = Compile(
            "x86_64-linux/cpu",
            new Manifest
            {
                Description = Hostile,
                Containerize = new Containerize
                {
                    Config = new ContainerConfig
                    {
                        ExposedPorts = ["8080", "53/udp"], Cmd = ["llm"], Volumes = ["/data"], WorkingDir = "/data", StopSignal = "SIGINT",
                        Labels = new Dictionary<string, string> { [Hostile] = Hostile, ["org.opencontainers.image.title"] = "mine", [ImageLabels.Generation] = "mine" },
                    },
                },
            });

        Assert.Equal("""{"53/udp":{},"8080/tcp":{}}""", config["ExposedPorts"]!.ToJsonString());
        Assert.Equal("""["llm"]""", config["Cmd"]!.ToJsonString());
        Assert.Equal("""{"/data":{}}""", config["Volumes"]!.ToJsonString());
        Assert.Equal(("/data", "SIGINT"), ((string?)config["WorkingDir"], (string?)config["StopSignal"]));
        Assert.Equal(Hostile, (string?)config["Labels"]![Hostile]);
        Assert.Equal(Hostile, (string?)config["Labels"]!["org.opencontainers.image.description"]);
        Assert.Equal("mine", (string?)config["Labels"]!["org.opencontainers.image.title"]);
        Assert.Equal(("r", "x86_64-linux/cpu"), ((string?)config["Labels"]![ImageLabels.Generation], (string?)config["Labels"]![ImageLabels.Target]));
    }

    [Fact]
    public void Only_images_for_a_GPU_speak_to_the_container_toolkit_and_none_asks_for_devices()
    {
        var manifest = new Manifest { Options = new Options { Driver = ">=550.54" } };
        Assert.DoesNotContain("NVIDIA", Compile("x86_64-linux/cpu", manifest)["Env"]!.ToJsonString(), StringComparison.Ordinal);
        var variables = Compile("x86_64-linux/sm_90", manifest)["Env"]!.AsArray().Select(each => (string)each!).ToArray();
        Assert.Contains("NVIDIA_DRIVER_CAPABILITIES=compute,utility", variables);
        Assert.Contains(variables, variable => variable.StartsWith("NVIDIA_REQUIRE_CUDA=driver>=550.54", StringComparison.Ordinal));
        Assert.DoesNotContain(variables, variable => variable.StartsWith("NVIDIA_VISIBLE_DEVICES", StringComparison.Ordinal));
    }

    private static JsonNode Compile(string target, Manifest manifest)
    {
        Assert.True(Target.TryParse(target, out var parsed));
        return JsonNode.Parse(ImageConfigCompiler.Compile(new ImageConfigInput
        {
            Name = "n", Manifest = manifest, Target = parsed, Generation = 3, Revision = "r", User = "65532:65532", Layers = [("d", Hostile)],
        }))!["config"]!;
    }
}
