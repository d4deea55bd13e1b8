using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Tests.Unpacking;

public class EntryPathTests
{
    [Theory]
    [InlineData("./", "")]
    [InlineData(".", "")]
    [InlineData("./usr/bin/sed", "usr/bin/sed")]
    [InlineData("./bin/sed", "usr/bin/sed")]
    [InlineData("lib64/", "usr/lib64")]
    [InlineData("libexec/x", "libexec/x")]
    public void Names_become_paths_with_merged_usr(string name, string path) => Assert.Equal(path, EntryPath.Normalise(name));

    [Theory]
    [InlineData("/etc/passwd")]
    [InlineData("../etc/passwd")]
    [InlineData("./usr/../../etc/passwd")]
    [InlineData("usr/..")]
    [InlineData("usr//bin")]
    [InlineData("usr/./bin")]
    [InlineData("//etc")]
    public void Names_that_leave_the_root_or_are_not_normal_are_refused(string name) =>
        Assert.Throws<InvalidDataException>(() => EntryPath.Normalise(name));
}
