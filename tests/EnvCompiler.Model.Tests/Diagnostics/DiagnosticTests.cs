using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Tests.Diagnostics;

public sealed class DiagnosticTests
{
    [Fact]
    public void A_name_cannot_steer_the_terminal() =>
        Assert.Equal(
            "error ENVC0102: `a\\u001B[2Jb\\u009B` is not a key of the manifest",
            new Diagnostic("ENVC0102", "`a\u001b[2Jb\u009b` is not a key of the manifest").ToString());

    [Fact]
    public void Lines_of_a_message_stay_lines() => Assert.Equal("a\n\tb", new Diagnostic("ENVC0601", "a\n\tb").Message);

    [Theory]
    [InlineData(0, 0, "m.toml: warning X: y")]
    [InlineData(3, 0, "m.toml(3): warning X: y")]
    [InlineData(3, 4, "m.toml(3,4): warning X: y")]
    public void The_form_is_a_compilers(int line, int column, string expected) =>
        Assert.Equal(expected, new Diagnostic("X", "y") { Severity = Severity.Warning, Place = new SourcePlace("m.toml", line, column) }.ToString());
}
