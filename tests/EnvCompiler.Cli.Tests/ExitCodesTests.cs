using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Tests;

public sealed class ExitCodesTests
{
    private static readonly Diagnostic s_user = new("ENVC0101", "wrong");
    private static readonly Diagnostic s_outside = new("ENVC0301", "away") { Fault = Fault.Outside };
    private static readonly Diagnostic s_warning = new("ENVC0120", "odd") { Severity = Severity.Warning };

    [Fact]
    public void The_fault_of_the_user_outweighs_the_outside()
    {
        Assert.Equal(ExitCodes.Done, ExitCodes.Of([]));
        Assert.Equal(ExitCodes.Done, ExitCodes.Of([s_warning]));
        Assert.Equal(ExitCodes.OutsideFault, ExitCodes.Of([s_warning, s_outside]));
        Assert.Equal(ExitCodes.UserFault, ExitCodes.Of([s_outside, s_user]));
        Assert.Equal(ExitCodes.UserFault, ExitCodes.Of([s_user, s_outside]));
    }
}
