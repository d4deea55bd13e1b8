using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Processes;

public sealed class ProgramPathTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void The_first_directory_with_an_executable_file_of_that_name_has_it()
    {
        Directory.CreateDirectory(directory.File("one", "tool"));
        Write("two/tool", executable: false);
        var found = Write("three/tool", executable: true);
        Write("four/tool", executable: true);
        Assert.Equal(found, ProgramPath.Find("tool", string.Join(':', directory.File("none"), "", directory.File("one"), directory.File("two"), directory.File("three"), directory.File("four"))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(":")]
    public void Without_directories_there_is_none(string? searchPath) => Assert.Null(ProgramPath.Find("sh", searchPath));

    [Fact]
    public void A_name_with_a_slash_is_a_path()
    {
        var program = Write("bin/tool", executable: true);
        Assert.Equal(program, ProgramPath.Find(program, searchPath: null));
        Assert.Null(ProgramPath.Find(Write("bin/text", executable: false), directory.File("bin")));
        Assert.Null(ProgramPath.Find("./tool", directory.File("bin")));
    }

    private string Write(string name, bool executable)
    {
        var path = directory.Write(name, "#!/bin/sh\n");
        File.SetUnixFileMode(path, executable ? (UnixFileMode)0b111_101_101 : (UnixFileMode)0b110_100_100);
        return path;
    }
}
