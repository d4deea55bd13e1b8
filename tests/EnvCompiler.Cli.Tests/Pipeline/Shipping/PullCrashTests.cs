using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Cli.Tests.Pipeline.Shipping;

public sealed class PullCrashTests(PulledWriters writers, ITestOutputHelper output) : IClassFixture<PulledWriters>
{
    [Theory]
    [InlineData("pull with a model")]
    [InlineData("pull --copy")]
    [InlineData("init")]
    public async Task Whatever_happens_there_is_no_environment_or_a_whole_one(string writer) =>
        await new CrashSweep(writers.All.Single(each => each.Name == writer), output).RunAsync();
}
