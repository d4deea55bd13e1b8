using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class SyncTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("next generation")]
    [InlineData("switch", "switch that a person takes back")]
    [InlineData("edit", "edit that a person takes back")]
    [InlineData("switch with edits", "switch to the live one", 1)]
    [InlineData("switch to the live one", null, 1)]
    [InlineData("first edit", null, 1)]
    [InlineData("removal of generations")]
    public async Task No_sync_is_one_too_many(string writer, string? continued = null, int butLast = 0) =>
        await new CrashSweep(EnvironmentWriters.Named(writer), output).NeedsEverySyncAsync(continued is null ? null : EnvironmentWriters.Named(continued), butLast);
}
