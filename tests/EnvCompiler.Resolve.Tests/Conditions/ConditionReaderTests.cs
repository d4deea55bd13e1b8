using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Conditions;

namespace EnvCompiler.Resolve.Tests.Conditions;

public sealed class ConditionReaderTests
{
    [Theory]
    [InlineData("a.when = 'sm >= 80 && sn < 90'\na.pkg-path = 'a'", 3, 23)]
    [InlineData("a.when = \"sm >= 80 && sn < 90\"\na.pkg-path = 'a'", 3, 23)]
    [InlineData("a.when = \"arch == \\\"x86_64\\\" && sn < 90\"\na.pkg-path = 'a'", 3, 33)]
    [InlineData("a.when = \"sm\\u0020>= 80\\t&& sn < 90\"\na.pkg-path = 'a'", 3, 29)]
    [InlineData("a = { pkg-path = 'a', when = 'sn < 90' }", 3, 31)]
    [InlineData("[install.a]\npkg-path = 'a'\nwhen = '''\nsm >= 80 &&\n  sn < 90'''", 7, 3)]
    [InlineData("[install.a]\npkg-path = 'a'\nwhen = '''sm >= 80 &&\r\n  sn < 90'''", 6, 3)]
    [InlineData("[install.a]\npkg-path = 'a'\nwhen = \"\"\"\\\n   sm >= 80 && \\\n   \n   sn < 90\"\"\"", 8, 4)]
    [InlineData("[install.a]\npkg-path = 'a'\nwhen = \"\"\"sm >= 80 && arch == \\\"x86_64\\\" && \\\n sn < 90\"\"\"", 6, 2)]
    [InlineData("a.when = \"/* \\U0001F600 */ sn < 90\"\na.pkg-path = 'a'", 3, 28)]
    [InlineData("a.when = 'sm >= '\na.pkg-path = 'a'", 3, 17)]
    public void A_problem_is_where_the_character_stands_in_the_manifest(string install, int line, int column)
    {
        var source = ManifestReader.Read("manifest.toml", $"version = 1\n[install]\n{install}\n").Value;
        var problem = Assert.Single(ConditionReader.Read(source).Diagnostics);
        Assert.Equal((line, column), (problem.Place!.Value.Line, problem.Place.Value.Column));
    }

    [Fact]
    public void The_problems_of_all_conditions_are_told_in_one_run()
    {
        var source = ManifestReader.Read("manifest.toml", """
            version = 1
            [install]
            "a.b" = { pkg-path = "a", when = 'sn >= 80' }
            [models.m]
            path = "m"
            when = 'cuda >= 12'
            [services.s]
            command = "true"
            when = '!(gpu.memory < "24G") && gpu.count >= 1'
            """).Value;
        Assert.Equal(
            ["manifest.toml(3,35) ENVC0282", "manifest.toml(6,17) ENVC0283", "manifest.toml(9,9) ENVC0286"],
            ConditionReader.Read(source).Diagnostics.Select(problem => $"{problem.Place} {problem.Code}"));
        Assert.Equal("ENVC0286", Assert.Single(ConditionReader.ReadServices(source).Diagnostics).Code);
    }
}
