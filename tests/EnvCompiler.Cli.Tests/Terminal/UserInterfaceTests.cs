using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Tests.Terminal;

public sealed class UserInterfaceTests
{
    private static readonly Diagnostic s_problem = new("ENVC0107", "unknown key `x`")
    {
        Place = new SourcePlace("error dir/manifest.toml", 12, 8),
        Hint = "did you mean `y`?",
    };

    private readonly Talk talk = new();

    [Fact]
    public void A_diagnostic_has_the_form_of_compilers()
    {
        talk.Interface().Report(s_problem);
        Assert.Equal("error dir/manifest.toml(12,8): error ENVC0107: unknown key `x`\nhint: did you mean `y`?\n", talk.Error.ToString());
    }

    [Fact]
    public void On_a_terminal_the_kind_and_the_hint_are_coloured_and_nothing_else_changes()
    {
        talk.Interface(terminal: true).Report(s_problem);
        Assert.Equal(
            "error dir/manifest.toml(12,8): \e[31merror\e[0m ENVC0107: unknown key `x`\n\e[36mhint:\e[0m did you mean `y`?\n",
            talk.Error.ToString());
    }

    [Fact]
    public void NO_COLOR_is_honoured()
    {
        talk.Interface(terminal: true, noColor: true).Report(s_problem);
        Assert.DoesNotContain('\e', talk.Error.ToString());
    }
}
