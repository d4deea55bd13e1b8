using EnvCompiler.Compile.Generations;
using EnvCompiler.TestKit;

namespace EnvCompiler.Compile.Tests.Generations;

public sealed class KeptDirectoryTests
{
    [Fact]
    public void Two_of_one_millisecond_have_two_names()
    {
        using var parent = new TemporaryDirectory();
        var now = new DateTimeOffset(2026, 11, 22, 13, 33, 16, 999, TimeSpan.Zero);
        var first = KeptDirectory.FreeName(parent.Path, now);
        Directory.CreateDirectory(Path.Combine(parent.Path, first));

        Assert.Equal("20261122T133316999Z", first);
        Assert.Equal("20261122T133317000Z", KeptDirectory.FreeName(parent.Path, now));
        Assert.Equal(first, KeptDirectory.FreeName(Path.Combine(parent.Path, "missing"), now));
    }
}
