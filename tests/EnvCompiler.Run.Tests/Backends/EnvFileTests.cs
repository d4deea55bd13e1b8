using System.Diagnostics;
using EnvCompiler.Run.Backends.EnvFiles;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Backends;

public sealed class EnvFileTests
{
    private static readonly string[] s_values =
    [
        "", "plain", "with blank", " lead and trail ", "it's", "\"quoted\"", "$HOME", "$(id)", "`id`", "a\\b", "a\\nb", "#no comment",
        "both ' and \" and $x and `y` and \\", "ünïcødé", "a=b", "!history",
    ];

    [Theory]
    [InlineData("A=b", "b")]
    [InlineData("  export  A = b c  ", "b c")]
    [InlineData("A=", "")]
    [InlineData("A=b # comment", "b")]
    [InlineData("A=b#c", "b#c")]
    [InlineData("A='b # c' # d", "b # c")]
    [InlineData("A=\"b\\tc\\\"d\\\\e\\$f\"", "b\tc\"d\\e$f")]
    [InlineData("A=\"$HOME $(id) `id`\"", "$HOME $(id) `id`")]
    [InlineData("A=$(id)", "$(id)")]
    [InlineData("A=${B}", "${B}")]
    [InlineData("A=b\\ c", "b\\ c")]
    public void A_line_is_read_and_nothing_is_expanded(string line, string value)
    {
        var (name, read) = Assert.Single(EnvFileParser.Parse("f", line).Value);
        Assert.Equal("A", name);
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("not a line")]
    [InlineData("1A=b")]
    [InlineData("A-B=c")]
    [InlineData("=b")]
    [InlineData("export")]
    [InlineData("A='b")]
    [InlineData("A='b' c")]
    [InlineData("A=\"b\\")]
    [InlineData("A='b'; rm -rf /")]
    [InlineData("A=b\u0007c")]
    [InlineData("A() { id; }")]
    public void Anything_else_is_refused_with_its_line(string line)
    {
        var problem = Assert.Single(EnvFileParser.Parse("f", "# first\n\n" + line).Diagnostics);
        Assert.Equal("ENVC0708", problem.Code);
        Assert.Equal(3, problem.Place!.Value.Line);
    }

    [Fact]
    public void All_problems_are_told_in_one_run() => Assert.Equal(2, EnvFileParser.Parse("f", "x\nA=b\ny").Diagnostics.Count);

    [Fact]
    public void What_is_written_is_read_back()
    {
        var variables = s_values.Select((value, i) => KeyValuePair.Create($"V{i}", value)).ToList();
        Assert.Equal(variables, EnvFileParser.Parse("f", EnvFileWriter.Format(variables)).Value);
    }

    [Fact]
    public void A_shell_that_sources_it_sees_the_same()
    {
        using var directory = new TemporaryDirectory();
        var file = directory.Write("f.env", EnvFileWriter.Format(s_values.Select((value, i) => KeyValuePair.Create($"V{i}", value))));
        var script = $". {file}; " + string.Join("; ", s_values.Select((_, i) => $"printf '%s\\n' \"$V{i}\""));
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-c", script]) { UseShellExecute = false, RedirectStandardOutput = true })!;
        Assert.Equal(string.Join('\n', s_values) + "\n", shell.StandardOutput.ReadToEnd());
    }

    [Fact]
    public void A_value_that_no_line_can_hold_is_a_bug() => Assert.Throws<ArgumentException>(() => EnvFileWriter.Quote("a\nb"));
}
