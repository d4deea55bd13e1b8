using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Run.Activation.Namespace;

namespace EnvCompiler.Run.Tests.Activation.Namespace;

public sealed class UserDatabaseTests
{
    [Fact]
    public async Task A_user_of_a_directory_service_comes_with_all_groups()
    {
        var (user, groups) = await CallerAsync(new()
        {
            ["getent passwd 70001"] = "ada:*:70001:70000:Ada:/srv/home/ada:/bin/bash\n",
            ["id -g"] = "70000\n",
            ["id -G"] = "70000 99\n",
            ["id -G -- ada"] = "70000 70007\n",
            ["getent group 70000 99 70007"] = "staff:*:70000:\nbatch:*:99:\ngpu:*:70007:ada\n",
        });
        Assert.Equal("ada:*:70001:70000:Ada:/srv/home/ada:/bin/bash\n", user);
        Assert.Equal("staff:*:70000:\nbatch:*:99:\ngpu:*:70007:ada\n", groups);
    }

    [Fact]
    public async Task A_caller_whom_nobody_knows_gets_an_entry()
    {
        var (user, groups) = await CallerAsync(new() { ["id -g"] = "5\n", ["id -G"] = "5 7\n", ["getent group 5 7"] = "ops:x:7:\n" });
        Assert.Equal("user:x:70001:5::/srv/home:/bin/sh\n", user);
        Assert.Equal("ops:x:7:\nuser:x:5:\n", groups);
    }

    [Fact]
    public async Task A_known_group_of_an_unknown_caller_keeps_its_name()
    {
        var (_, groups) = await CallerAsync(new() { ["id -g"] = "0\n", ["id -G"] = "0\n", ["getent group 0"] = "root:x:0:\n" });
        Assert.Equal("root:x:0:\n", groups);
    }

    [Fact]
    public void The_caller_goes_before_what_the_root_has_of_that_name_or_id() =>
        Assert.Equal(
            "root:x:0:0::/root:/bin/zsh\nroot2:x:0:\nweb:x:33:\n",
            UserDatabase.Merge("root:x:0:0::/root:/bin/sh\nroot2:x:0:\nweb:x:33:\n", "root:x:0:0::/root:/bin/zsh\n"));

    private static Task<(string User, string Groups)> CallerAsync(Dictionary<string, string> answers) =>
        new UserDatabase(new AnsweringRunner(answers)).CallerAsync(70001, "/srv/home", CancellationToken.None);

    // A program that has nothing to say about an id ends with 2, as getent does.
    private sealed class AnsweringRunner(Dictionary<string, string> answers) : IProcessRunner
    {
        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation) =>
            Task.FromResult<ProcessOutput?>(
                answers.TryGetValue($"{program} {string.Join(' ', arguments)}", out var output) ? new ProcessOutput(0, output, "") : new ProcessOutput(2, "", ""));
    }
}
