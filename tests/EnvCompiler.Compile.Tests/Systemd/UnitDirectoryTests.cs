using EnvCompiler.Compile.Systemd;
using EnvCompiler.Host.Files;
using EnvCompiler.TestKit;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Compile.Tests.Systemd;

public sealed class UnitDirectoryTests(ITestOutputHelper output)
{
    private const string Launcher = "/var/lib/envc/launchers/89ab";

    private static readonly SortedDictionary<string, string> Before = Units("stack", 7, "cache", "server");
    private static readonly SortedDictionary<string, string> After = Units("stack", 8, "proxy", "server");

    [Fact]
    public void A_rerun_changes_nothing()
    {
        using var place = new TemporaryDirectory();
        Write(place, Before);

        Assert.True(Open(place).Compare(Before).Value.IsEmpty);
    }

    [Fact]
    public void Units_of_an_older_generation_are_replaced_and_none_is_left()
    {
        using var place = new TemporaryDirectory();
        Write(place, Before);
        var wanted = Directory.CreateDirectory(place.File("multi-user.target.wants"));
        File.CreateSymbolicLink(Path.Combine(wanted.FullName, "envc-stack-cache.service"), place.File("envc-stack-cache.service"));

        Write(place, After);

        Assert.Equal(After.Keys, Directory.EnumerateFiles(place.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Empty(wanted.EnumerateFileSystemInfos());
    }

    [Fact]
    public void Removing_leaves_what_is_not_the_environments_own()
    {
        using var place = new TemporaryDirectory();
        Write(place, Before);
        place.Write("envc-other.service", "[Service]\nExecStart=/bin/true\n");
        var units = Units("else", 1, "server");
        new UnitDirectory(place.Path, "/srv/else", new FileWriter(new PosixFileOperations())).Write(units, new UnitChanges([.. units.Keys], []));

        Write(place, []);

        Assert.Equal(["envc-else-server.service", "envc-else.target", "envc-other.service"], Directory.EnumerateFiles(place.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("[Service]\nExecStart=/bin/true\n", "was not written by envc")]
    [InlineData("[Unit]\n\n[X-Envc]\nEnvironment=\"/home/other/stack\"\n", "is of the environment in \"/home/other/stack\"")]
    public void A_unit_of_somebody_else_is_never_replaced(string text, string message)
    {
        using var place = new TemporaryDirectory();
        place.Write("envc-stack-server.service", text);

        var compared = Open(place).Compare(Before);

        var problem = Assert.Single(compared.Diagnostics);
        Assert.Equal("ENVC0434", problem.Code);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whatever_interrupts_it_units_are_whole_and_the_target_wants_what_is_there()
    {
        var writer = new WriterUnderTest("units")
        {
            PrepareAsync = directory =>
            {
                Write(directory, Before, new PosixFileOperations());
                return Task.CompletedTask;
            },
            WriteAsync = (directory, files) =>
            {
                Write(directory, After, files);
                return Task.FromResult(true);
            },
            Look = directory =>
            {
                var present = Directory.EnumerateFiles(directory).Where(file => !file.Contains(".tmp-", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileName(file), File.ReadAllText, StringComparer.Ordinal);
                Assert.All(present, unit => Assert.Contains(unit.Value, new[] { Before.GetValueOrDefault(unit.Key), After.GetValueOrDefault(unit.Key) }));
                var wants = present["envc-stack.target"].Split('\n').Single(line => line.StartsWith("Wants=", StringComparison.Ordinal))["Wants=".Length..].Split(' ');
                Assert.All(wants, unit => Assert.Contains(unit, present.Keys));
                return present.OrderBy(unit => unit.Key, StringComparer.Ordinal).SequenceEqual(After) ? WriterState.New : WriterState.Old;
            },
        };
        await new CrashSweep(writer, output).RunAsync();
    }

    [Fact]
    public async Task The_first_units_of_a_directory_that_is_new_are_there_when_that_was_said()
    {
        var writer = new WriterUnderTest("first units")
        {
            WriteAsync = (directory, files) =>
            {
                Write(Path.Combine(directory, "systemd", "user"), After, files);
                return Task.FromResult(true);
            },
            Look = directory =>
            {
                var place = Path.Combine(directory, "systemd", "user");
                string[] files = Directory.Exists(place) ? Directory.GetFiles(place) : [];
                var present = files.Where(file => !file.Contains(".tmp-", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal);
                return present.SequenceEqual(After.Keys) ? WriterState.New : WriterState.Old;
            },
        };
        await new CrashSweep(writer, output).RunAsync();
    }

    private static UnitDirectory Open(TemporaryDirectory place) => new(place.Path, "/srv/stack", new FileWriter(new PosixFileOperations()));

    private static void Write(TemporaryDirectory place, SortedDictionary<string, string> units) => Write(place.Path, units, new PosixFileOperations());

    private static void Write(string place, SortedDictionary<string, string> units, IFileOperations files)
    {
        var directory = new UnitDirectory(place, "/srv/stack", new FileWriter(files));
        directory.Write(units, directory.Compare(units).Value);
    }

    private static SortedDictionary<string, string> Units(string name, int generation, params string[] services)
    {
        var request = SampleUnits.Request(name, Launcher) with { Generation = generation };
        foreach (var service in services)
            request.Graph.Services.Add(service, new Model.Generations.ServiceSpec { Command = service, Group = "toplevel" });
        return new UnitCompiler(request).Compile();
    }
}
