using EnvCompiler.Model.Manifests;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests;

public sealed class GenerationCompilerTests
{
    private const string Target = "targets/x86_64-linux/cpu";

    [Fact]
    public void Compiling_twice_gives_the_same_bytes()
    {
        var first = Sample.Compile().Value;
        var second = Sample.Compile().Value;
        Assert.Equal(first.Files.Keys, second.Files.Keys);
        foreach (var (path, file) in first.Files)
            Assert.Equal(file.Content, second.Files[path].Content);
    }

    [Fact]
    public void A_generation_holds_no_path_of_the_store() =>
        Assert.All(Sample.Compile().Value.Files.Keys, path => Assert.DoesNotContain("/store/roots/a", Sample.Compile().Value.Text(path), StringComparison.Ordinal));

    [Fact]
    public void Only_commands_of_requested_packages_get_shims()
    {
        var shims = Sample.Compile().Value.Files.Keys.Where(path => path.StartsWith($"{Target}/bin/", StringComparison.Ordinal));
        Assert.Equal([$"{Target}/bin/other", $"{Target}/bin/tool", $"{Target}/bin/toold"], shims);
    }

    [Fact]
    public void A_command_of_two_packages_goes_to_the_lower_priority_and_else_warns()
    {
        var equal = Sample.Compile(change: null, "/usr/bin/other");
        Assert.Contains(equal.Diagnostics, problem => problem.Code == "ENVC0403");

        var settled = Sample.Compile(
            manifest => manifest with
            {
                Install = new OrderedDictionary<string, PackageRequest>
                {
                    ["tool"] = new() { PkgPath = "tool" },
                    ["other"] = new() { PkgPath = "other", Priority = 6 },
                },
            },
            "/usr/games/other");
        Assert.Empty(settled.Diagnostics);
        Assert.Contains("/usr/games/other", settled.Value.Text($"{Target}/bin/other"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("enter")]
    [InlineData("activate")]
    [InlineData("activation.json")]
    [InlineData("services.json")]
    [InlineData("bin/tool")]
    public void A_file_of_a_target_is_as_expected(string name) =>
        Expectation.Matches($"tests/EnvCompiler.Compile.Tests/Expected/{name.Replace('/', '-')}", Rich().Text($"{Target}/{name}"));

    [Fact]
    public void The_list_of_a_generations_files_is_as_expected() =>
        Expectation.Matches("tests/EnvCompiler.Compile.Tests/Expected/generation.json", Rich().Text("generation.json"));

    [Fact]
    public void Variables_that_refer_to_each_other_are_refused()
    {
        var result = Sample.Compile(manifest => manifest with
        {
            Vars = new OrderedDictionary<string, VariableDefinition>
            {
                ["A"] = new() { Value = "${B}" },
                ["B"] = new() { Value = "$A" },
            },
        });
        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal("ENVC0401", problem.Code);
        Assert.Contains("`A` → `B` → `A`", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_in_a_group_without_packages_is_refused()
    {
        var result = Sample.Compile(manifest => manifest with
        {
            Services = new OrderedDictionary<string, ServiceDefinition> { ["x"] = new() { Command = "true", Group = "toplvel" } },
        });
        var problem = Assert.Single(result.Diagnostics);
        Assert.Equal("ENVC0414", problem.Code);
        Assert.Contains("toplevel", problem.Hint, StringComparison.Ordinal);
    }

    private static GenerationFiles Rich() => Sample.Compile(manifest => manifest with
    {
        Vars = new OrderedDictionary<string, VariableDefinition>
        {
            ["URL"] = new() { Value = "http://${HOST}:$PORT/\"x\" \\$5 C:\\new" },
            ["HOST"] = new() { Default = "127.0.0.1" },
            ["PORT"] = new() { Value = "8080" },
            ["TODAY"] = new() { Value = "$(date)" },
            ["KEY"] = new() { Secret = true, Generate = "hex32" },
        },
        Hook = new Hook { OnActivate = "echo hello", OnDeactivate = "echo bye\n" },
        Profile = new Profile { Common = "alias x=y", Bash = "shopt -s x", Deactivate = new Profile { Zsh = "true" } },
        Services = new OrderedDictionary<string, ServiceDefinition>
        {
            ["web"] = new() { Command = "tool serve", Ready = new Probe { Http = "/health" }, Vars = new OrderedDictionary<string, string> { ["A"] = "b" } },
        },
    }).Value;
}
