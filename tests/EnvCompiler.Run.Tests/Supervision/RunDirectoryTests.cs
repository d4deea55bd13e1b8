using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision;

public sealed class RunDirectoryTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public void It_is_made_for_the_owner_only()
    {
        var run = RunLayout.Of(directory.File("base"), "/some/project");

        Assert.Null(RunDirectory.Prepare(run, new PosixFileOperations()));

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(run.Directory));
    }

    [Fact]
    public void A_base_that_others_can_write_is_refused()
    {
        var runBase = directory.File("base");
        Directory.CreateDirectory(runBase);
        File.SetUnixFileMode(runBase, (UnixFileMode)0b111_111_111);

        Assert.Equal("ENVC0601", RunDirectory.Prepare(RunLayout.Of(runBase, "/some/project"), new PosixFileOperations())?.Code);
    }

    [Fact]
    public void A_link_in_place_of_the_base_is_refused()
    {
        Directory.CreateDirectory(directory.File("elsewhere"));
        File.CreateSymbolicLink(directory.File("base"), directory.File("elsewhere"));

        Assert.Equal("ENVC0601", RunDirectory.Prepare(RunLayout.Of(directory.File("base"), "/some/project"), new PosixFileOperations())?.Code);
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_refused_before_the_kernel_cuts_it()
    {
        var runBase = directory.File(new string('b', 90));

        Assert.Equal("ENVC0602", RunDirectory.Prepare(RunLayout.Of(runBase, "/some/project"), new PosixFileOperations())?.Code);
    }
}
