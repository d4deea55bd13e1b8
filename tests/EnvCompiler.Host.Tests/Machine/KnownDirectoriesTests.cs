using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Layout;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Machine;

public sealed class KnownDirectoriesTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private KnownDirectories Known => new(new StoreLayout(directory.File("store")).Environments, new FileWriter(new PosixFileOperations()));

    [Fact]
    public void What_registers_is_known_until_it_is_gone()
    {
        Assert.Empty(Known.All());
        string[] names = ["one", "with a\nnewline ", "☃"];
        foreach (var name in names)
        {
            Directory.CreateDirectory(directory.File("at", name));
            Known.Register(directory.File("at", name));
            Known.Register(directory.File("at", name));
        }

        Assert.Equal(names.Order(StringComparer.Ordinal), Known.All().Select(known => Path.GetFileName(known.Directory)));
        Assert.All(Known.All(), known => Assert.Equal(Presence.Present, known.Presence));
        Directory.Delete(directory.File("at", "one"));
        Assert.Equal(Presence.Gone, Known.All().Single(known => known.Directory.EndsWith("one", StringComparison.Ordinal)).Presence);
        Known.Forget(directory.File("at", "one"));
        Assert.Equal(2, Known.All().Count);
    }

    [Fact]
    public void What_went_with_its_parents_is_gone_where_that_is_enough()
    {
        var units = new KnownDirectories(directory.File("exports"), new FileWriter(new PosixFileOperations())) { MayGoWithParents = true };
        Directory.CreateDirectory(directory.File("workspace", "job", "units"));
        units.Register(directory.File("workspace", "job", "units"));
        Assert.Equal(Presence.Present, Assert.Single(units.All()).Presence);
        Directory.Delete(directory.File("workspace"), recursive: true);
        Assert.Equal(Presence.Gone, Assert.Single(units.All()).Presence);

        // On a file system that is not there.
        units.Register("/proc/self");
        var record = Directory.GetFiles(directory.File("exports")).Single(file => file.EndsWith("-self", StringComparison.Ordinal));
        File.WriteAllText(record, File.ReadAllText(record).Replace("/proc/self", "/usr/not-there/at/all", StringComparison.Ordinal));
        Assert.Contains(Presence.Unreachable, units.All().Select(known => known.Presence));
    }

    [Fact]
    public void What_lies_where_nothing_is_mounted_now_is_unreachable()
    {
        Directory.CreateDirectory(directory.File("disk", "environment"));
        Known.Register(directory.File("disk", "environment"));
        Directory.Delete(directory.File("disk"), recursive: true);
        Assert.Equal(Presence.Unreachable, Assert.Single(Known.All()).Presence);

        // As another file system that is mounted there would look: another device.
        Known.Register("/proc/self");
        Assert.Equal(Presence.Present, Known.All().Single(known => known.Directory == "/proc/self").Presence);
        var record = Directory.GetFiles(directory.File("store", "environments")).Single(file => file.EndsWith("-self", StringComparison.Ordinal));
        File.WriteAllText(record, File.ReadAllText(record).Replace("/proc/self", "/usr/not-there", StringComparison.Ordinal));
        Assert.All(Known.All(), known => Assert.Equal(Presence.Unreachable, known.Presence));
    }

    public void Dispose() => directory.Dispose();
}
