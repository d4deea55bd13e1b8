using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class CrashTests(ITestOutputHelper output)
{
    public static TheoryData<string> Writers => [.. EnvironmentWriters.All.Select(writer => writer.Name)];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Whatever_happens_the_environment_is_the_old_or_the_new_one(string writer) => await new CrashSweep(EnvironmentWriters.Named(writer), output).RunAsync();
}
