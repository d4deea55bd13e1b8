using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Supervision.Limiting;

namespace EnvCompiler.Run.Tests.Supervision.Limiting;

public sealed class UserUnitTests
{
    private const string Slice = "/sys/fs/cgroup/user.slice/user-1000.slice/user@1000.service/app.slice";

    [Theory]
    [InlineData("yes", true)]
    [InlineData("no", false)]
    public async Task A_users_systemd_is_asked_whether_it_has_delegated_a_unit(string answer, bool expected)
    {
        var systemctl = new Systemctl(answer);

        Assert.Equal(expected, await UserUnit.IsDelegatedAsync($"{Slice}/models.service", systemctl));
        Assert.Equal("systemctl --user show --property=Delegate --value -- models.service", Assert.Single(systemctl.Asked));
    }

    [Theory]
    [InlineData("/sys/fs/cgroup/system.slice/models.service")]
    [InlineData(Slice)]
    public async Task What_is_no_unit_of_a_users_systemd_is_not_asked_for(string group)
    {
        var systemctl = new Systemctl("yes");

        Assert.False(await UserUnit.IsDelegatedAsync(group, systemctl));
        Assert.Empty(systemctl.Asked);
    }

    private sealed class Systemctl(string answer) : IProcessRunner
    {
        internal List<string> Asked { get; } = [];

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Asked.Add($"{program} {string.Join(' ', arguments)}");
            return Task.FromResult<ProcessOutput?>(new ProcessOutput(0, answer + "\n", ""));
        }

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, string input, CancellationToken cancellation) =>
            RunAsync(program, arguments, cancellation);
    }
}
