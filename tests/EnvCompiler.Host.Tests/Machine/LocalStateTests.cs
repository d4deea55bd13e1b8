using EnvCompiler.Host.Machine;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Machine;

public sealed class LocalStateTests
{
    [Fact]
    public void A_user_who_can_write_uses_the_environment_itself_before_and_after_its_first_build()
    {
        using var directory = new TemporaryDirectory();
        Assert.Equal(directory.File(".envc"), LocalState.LayoutOf(directory.Path).LocalState);
        Directory.CreateDirectory(directory.File(".envc"));
        Assert.Equal(directory.File(".envc"), LocalState.LayoutOf(directory.Path).LocalState);
    }
}
