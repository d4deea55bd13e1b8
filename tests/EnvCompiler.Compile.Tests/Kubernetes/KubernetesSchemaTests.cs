using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Kubernetes;

namespace EnvCompiler.Compile.Tests.Kubernetes;

/// <summary>The expected files by the schemas of the API, as npm's <c>kubernetes-models</c> has them, and strictly: no field that the API does not have.</summary>
public sealed class KubernetesSchemaTests
{
    [Requires("node", "npm")]
    public void Every_object_of_every_environment_is_one_of_the_API()
    {
        var directories = Directory.GetDirectories(RepositoryRoot.File("tests", "EnvCompiler.Compile.Tests", "Expected", "kubernetes"));
        var objects = KubernetesModels.Validate(directories);
        Assert.Equal(directories.Sum(directory => Directory.GetFiles(directory).Length - 1), objects.Count);
        Assert.All(objects, checkedObject => Assert.True(checkedObject.Problems.Count == 0, $"{checkedObject.File}: {string.Join("; ", checkedObject.Problems)}"));
    }

    /// <summary>What is wrong is seen, also what the schemas themselves let pass.</summary>
    [Requires("node", "npm")]
    public void An_unknown_field_and_a_value_of_another_type_are_seen()
    {
        using var directory = new TemporaryDirectory();
        var text = Exported.Compile(Exported.OfRepository("quickstart", "cpu")).Files["deployment-cpu.yaml"];
        File.WriteAllText(Path.Combine(directory.Path, "misspelt.yaml"), text.Replace("readOnlyRootFilesystem:", "readOnlyRootFilesystm:", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(directory.Path, "wrong.yaml"), text.Replace("replicas: 1", "replicas: one", StringComparison.Ordinal));
        var objects = KubernetesModels.Validate(directory.Path);
        Assert.Contains("/spec/template/spec/containers/0/securityContext/readOnlyRootFilesystm: unknown field", objects[0].Problems);
        Assert.Contains(objects[1].Problems, problem => problem.Contains("replicas", StringComparison.Ordinal));
    }

    /// <summary>Texts come back as they were from a reader of YAML that is not ours: what other readers might take for a number, a truth value, nothing, a tag or another line.</summary>
    [Requires("node", "npm")]
    public void Every_text_comes_back_as_it_was()
    {
        string[] texts =
        [
            "on", "Off", "y", "N", "yes", "NULL", "~", "", " ", "1e3", "0x10", "0o7", "1_000", "012", ".inf", ".NaN", "-", "--- ", "...", "<<", "=", "!tag", "&a", "*a", "%h", "@", "`", "#", "a #b", "a: b",
            "- a", "[a", "{a", "{{x}}", "${X}", "$(X)", "a\"; rm -rf /", "'", "\\", "\\n", "a\nb", "a\r\nb", "\ttab", "trailing ", "\u0085\u2028\u2029\ufeff", "ü 日本 \U0001f600", "\u0001\u007f\u009f", "2026-11-22", "12:30:45", "null", "true",
        ];
        using var directory = new TemporaryDirectory();
        var data = string.Concat(texts.Select((text, index) => $"  k{index}: {Compile.Kubernetes.YamlText.Scalar(text)}\n"));
        File.WriteAllText(Path.Combine(directory.Path, "map.yaml"), $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n{data}");
        var read = Assert.Single(KubernetesModels.Validate(directory.Path));
        Assert.Empty(read.Problems);
        Assert.Equal(texts, texts.Select((_, index) => read.Object.GetProperty("data").GetProperty($"k{index}").GetString()));
    }
}
