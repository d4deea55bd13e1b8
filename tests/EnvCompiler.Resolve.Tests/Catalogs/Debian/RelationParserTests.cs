using System.Text;
using EnvCompiler.Resolve.Catalogs.Debian;

namespace EnvCompiler.Resolve.Tests.Catalogs.Debian;

public sealed class RelationParserTests
{
    [Fact]
    public void Alternatives_keep_their_order()
    {
        var dependency = Assert.Single(Dependencies("default-mta | mail-transport-agent (>= 2)"));
        Assert.Equal(["default-mta", "mail-transport-agent"], dependency.Alternatives.Select(relation => relation.Name));
        Assert.Equal("default-mta | mail-transport-agent (>= 2)", dependency.ToString());
    }

    [Theory]
    [InlineData("a (<< 2)", "1", true)]
    [InlineData("a (<< 2)", "2", false)]
    [InlineData("a (<= 2)", "2", true)]
    [InlineData("a (< 2)", "2", true)]
    [InlineData("a (= 2)", "2.0", false)]
    [InlineData("a (= 2)", "2-0", true)]
    [InlineData("a (>= 2)", "2", true)]
    [InlineData("a (> 2)", "2", true)]
    [InlineData("a (>> 2)", "2", false)]
    [InlineData("a(>>2)", "3", true)]
    [InlineData("a", "0", true)]
    public void Versions_are_held_against_the_operator(string text, string version, bool fits) =>
        Assert.Equal(fits, RelationParser.Parse(text).Allows(new DebianVersion(version)));

    [Fact]
    public void The_qualifier_is_kept_apart_from_the_name()
    {
        var relation = RelationParser.Parse("python3:any (>= 3.13~)");
        Assert.Equal(("python3", "any", VersionRelation.LaterOrEqual), (relation.Name, relation.Qualifier, relation.Operator));
    }

    [Theory]
    [InlineData("a [amd64 arm64]", true)]
    [InlineData("a [arm64]", false)]
    [InlineData("a [!arm64]", true)]
    [InlineData("a [!amd64 !arm64]", false)]
    [InlineData("a [linux-any]", true)]
    [InlineData("a <!nocheck>", true)]
    [InlineData("a <cross>", false)]
    [InlineData("a (>= 1) [amd64] <cross> <!nocheck>", true)]
    [InlineData("a <!nocheck cross>", false)]
    public void Restrictions_leave_out_what_does_not_apply(string text, bool applies) =>
        Assert.Equal(applies ? 1 : 0, Dependencies(text).Count);

    [Theory]
    [InlineData("a (")]
    [InlineData("a \0")]
    [InlineData("a (>= )")]
    [InlineData("a (1)")]
    [InlineData("a (=> 1)")]
    [InlineData("a b")]
    [InlineData("(>= 1)")]
    public void Malformed_text_becomes_a_name_that_no_package_has(string text)
    {
        var relation = Assert.Single(Assert.Single(Dependencies(text)).Alternatives);
        Assert.Equal(text, relation.Name);
    }

    [Fact]
    public void Empty_elements_and_folded_lines_are_fine() =>
        Assert.Equal(["a", "b (>= 1)"], Dependencies("a,\n b (>= 1),").Select(dependency => dependency.ToString()));

    private static IReadOnlyList<Dependency> Dependencies(string text) =>
        RelationParser.ParseDependencies(Encoding.UTF8.GetBytes(text), "amd64");
}
