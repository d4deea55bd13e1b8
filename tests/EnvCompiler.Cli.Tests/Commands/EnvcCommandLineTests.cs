using EnvCompiler.Cli.Commands;
using EnvCompiler.TestKit;

namespace EnvCompiler.Cli.Tests.Commands;

public sealed class EnvcCommandLineTests
{
    private readonly Talk talk = new();

    [Theory]
    [InlineData("biuld")]
    [InlineData("build", "--no-such-option")]
    [InlineData("activate", "-s", "--no-start-services")]
    [InlineData("activate", "-c", "true", "--", "true")]
    [InlineData("activate", "--")]
    [InlineData("chat")]
    [InlineData("chat", "one", "two", "three")]
    [InlineData("schema", "no-such-schema")]
    [InlineData("gc", "--keep", "some")]
    [InlineData("gc", "--keep", "0")]
    [InlineData("gc", "--keep", "")]
    [InlineData("gc", "--older-than", "long")]
    [InlineData("containerize", "--layers", "many")]
    [InlineData("containerize", "--layers", "9")]
    [InlineData("containerize", "--layers", "121")]
    [InlineData("containerize", "-o", "")]
    [InlineData("containerize", "--load", "crun")]
    [InlineData("activate", "-g", "x")]
    [InlineData("activate", "-r", "localhost/a", "-g", "x")]
    [InlineData("activate", "-g", "0")]
    [InlineData("rollback", "x")]
    [InlineData("switch", "x")]
    [InlineData("switch")]
    [InlineData("generations", "diff")]
    [InlineData("generations", "diff", "x")]
    [InlineData("generations", "diff", "1", "x")]
    [InlineData("export", "slurm", "-g", "x", "-o", "jobs")]
    [InlineData("search", "a", "--limit", "x")]
    [InlineData("services", "logs", "--lines", "x")]
    [InlineData("export", "slurm", "-o", "")]
    [InlineData("export", "systemd", "-o", "")]
    [InlineData("export", "kubernetes", "-o", "")]
    [InlineData("push", "--sign", "")]
    [InlineData("init", "-d", "")]
    public async Task A_wrong_command_line_is_code_2_with_a_hint_on_standard_error(params string[] arguments)
    {
        Assert.Equal(ExitCodes.Usage, await RunAsync(arguments));
        Assert.Contains("error ENVC0901: ", talk.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--help`", talk.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("System.", talk.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", talk.Output.ToString());
    }

    [Fact]
    public async Task What_follows_two_dashes_is_never_parsed()
    {
        using var empty = new TemporaryDirectory();
        Assert.Equal(ExitCodes.ActivationFailed, await RunAsync("activate", "-d", empty.Path, "--", "ls", "--no-such-option", "--", "-d"));
        Assert.DoesNotContain("ENVC0901", talk.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCodes.UserFault, "lock")]
    [InlineData(ExitCodes.UserFault, "build")]
    [InlineData(ExitCodes.UserFault, "services", "status")]
    [InlineData(ExitCodes.ActivationFailed, "activate")]
    public async Task Without_a_manifest_the_code_says_whose_fault_it_is(int code, params string[] command)
    {
        using var empty = new TemporaryDirectory();
        Assert.Equal(code, await RunAsync([.. command, "-d", empty.Path]));
        Assert.Matches("error ENVC01[0-9]{2}: ", talk.Error.ToString());
    }

    [Theory]
    [InlineData("lock")]
    [InlineData("manifest")]
    [InlineData("backend")]
    public async Task A_schema_goes_to_standard_output(string name)
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("schema", name));
        Assert.Equal(File.ReadAllText(RepositoryRoot.File("schemas", $"{name}.schema.json")), talk.Output.ToString());
        Assert.Equal("", talk.Error.ToString());
    }

    [Theory]
    [InlineData("envc activate [options]", "activate", "--help")]
    [InlineData("envc activate [options]", "activate", "-h")]
    [InlineData("envc activate [options]", "activate", "-sh")]
    [InlineData("envc activate [options]", "activate", "-d", "elsewhere", "-?")]
    [InlineData("envc activate [options]", "-h", "activate")]
    [InlineData("envc services start", "services", "start", "--help")]
    [InlineData("envc [command] [options]", "--help")]
    public async Task Help_is_data_wherever_it_is_asked_for(string usage, params string[] arguments)
    {
        Assert.Equal(ExitCodes.Done, await RunAsync(arguments));
        Assert.Contains(usage, talk.Output.ToString().Replace("testhost", "envc", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("", talk.Error.ToString());
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    public async Task Help_that_a_command_in_the_environment_is_asked_for_is_its_own(string help)
    {
        using var empty = new TemporaryDirectory();
        Assert.Equal(ExitCodes.ActivationFailed, await RunAsync("activate", "-d", empty.Path, "--", "ls", help));
        Assert.Equal("", talk.Output.ToString());
    }

    [Fact]
    public async Task The_version_is_a_line_of_data()
    {
        Assert.Equal(ExitCodes.Done, await RunAsync("version"));
        Assert.Equal(VersionCommand.Current + "\n", talk.Output.ToString());
    }

    private Task<int> RunAsync(params string[] arguments) => EnvcCommandLine.RunAsync(arguments, talk.Interface());
}
