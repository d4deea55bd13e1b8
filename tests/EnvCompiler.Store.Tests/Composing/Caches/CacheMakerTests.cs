using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Composing;
using EnvCompiler.Store.Composing.Caches;
using EnvCompiler.Store.Unpacking;
using EnvCompiler.TestKit;

namespace EnvCompiler.Store.Tests.Composing.Caches;

public sealed class CacheMakerTests : IDisposable
{
    private const string Libraries = "usr/lib/x86_64-linux-gnu";
    private const string Schemas = "usr/share/glib-2.0/schemas";
    private const string Loaders = Libraries + "/gdk-pixbuf-2.0/2.10.0/loaders";

    private readonly TemporaryDirectory directory = new();
    private readonly RootPlan plan = new();

    public CacheMakerTests() => Add("usr/lib64/ld-linux-x86-64.so.2");

    private string Root => directory.File("root/fs");

    [Fact]
    public async Task A_program_runs_by_the_roots_loader_without_the_callers_variables_and_its_file_lands_in_the_root()
    {
        Add(Libraries + "/glib-2.0/glib-compile-schemas");
        Add(Schemas + "/org.x.gschema.xml");
        var runner = new FakeRunner(arguments =>
        {
            File.WriteAllText(Path.Combine(arguments.First(a => a.StartsWith("--targetdir=", StringComparison.Ordinal))[12..], "gschemas.compiled"), "compiled");
            return new ProcessOutput(0, "", "");
        });

        var (done, warnings) = await MakeAsync(runner);

        Assert.Equal([$"cache /{Schemas} by /{Libraries}/glib-2.0/glib-compile-schemas"], done);
        Assert.Empty(warnings);
        Assert.Equal(
            ["-i", "LC_ALL=C.UTF-8", $"{Root}/usr/lib64/ld-linux-x86-64.so.2", "--inhibit-cache", "--library-path", $"{Root}/{Libraries}:{Root}/usr/lib", $"{Root}/{Libraries}/glib-2.0/glib-compile-schemas"],
            Assert.Single(runner.Seen).Take(7));
        var made = Path.Combine(Root, Schemas, "gschemas.compiled");
        Assert.Equal("compiled", await File.ReadAllTextAsync(made));
        Assert.Equal(StoreModes.Plain, File.GetUnixFileMode(made));
        Assert.Equal(StoreModes.ModifiedTime, new DateTimeOffset(File.GetLastWriteTimeUtc(made)).ToUnixTimeSeconds());
    }

    [Fact]
    public async Task What_is_printed_names_paths_inside_the_root()
    {
        Add(Libraries + "/gdk-pixbuf-2.0/gdk-pixbuf-query-loaders");
        Add(Loaders + "/svg.so");

        await MakeAsync(new FakeRunner(_ => new ProcessOutput(0, $"\"{Root}/{Loaders}/svg.so\"\n", "")));

        Assert.Equal($"\"/{Loaders}/svg.so\"\n", await File.ReadAllTextAsync(Path.Combine(Root, Libraries, "gdk-pixbuf-2.0/2.10.0/loaders.cache")));
    }

    [Fact]
    public async Task Directories_are_collected_and_links_to_the_input_are_not()
    {
        Add("usr/bin/update-mime-database");
        Add("usr/share/mime/packages/x.xml");
        var runner = new FakeRunner(arguments =>
        {
            Assert.True(File.Exists(Path.Combine(arguments[^1], "packages/x.xml")));
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(arguments[^1], "text")).FullName, "plain.xml"), "plain");
            return new ProcessOutput(0, "", "");
        });

        await MakeAsync(runner);

        Assert.Equal("plain", await File.ReadAllTextAsync(Path.Combine(Root, "usr/share/mime/text/plain.xml")));
        Assert.Null(new FileInfo(Path.Combine(Root, "usr/share/mime/packages")).LinkTarget);
    }

    [Fact]
    public async Task A_program_that_fails_is_a_warning_that_names_the_loss()
    {
        Add(Libraries + "/glib-2.0/glib-compile-schemas");
        Add(Schemas + "/org.x.gschema.xml");

        var (done, warnings) = await MakeAsync(new FakeRunner(_ => new ProcessOutput(1, "", "no such key\n")));

        Assert.Empty(done);
        var warning = Assert.Single(warnings);
        Assert.Equal(("ENVC0315", Severity.Warning), (warning.Code, warning.Severity));
        Assert.EndsWith("desktop programs that use it end at once: it ended with 1: no such key", warning.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_input_or_without_the_program_nothing_runs()
    {
        Add(Libraries + "/glib-2.0/glib-compile-schemas");
        Add("usr/share/mime/packages/x.xml");
        var runner = new FakeRunner(_ => throw new InvalidOperationException("it ran"));

        Assert.Empty((await MakeAsync(runner)).Done);
    }

    public void Dispose() => directory.Dispose();

    private void Add(string path)
    {
        directory.Write($"root/fs/{path}", path);
        var made = new UnpackedObject(directory.File("root"), new ObjectRecord { Package = "x", Version = "1", Entries = [] }, IsNew: false);
        plan.Set(path, new RootEntry.Linked("debian/x/1/amd64", made, new ObjectEntry { Path = path, Kind = ObjectEntryKind.File, Mode = 0b111_101_101, Size = path.Length }));
    }

    private Task<(IReadOnlyList<string> Done, IReadOnlyList<Diagnostic> Warnings)> MakeAsync(FakeRunner runner) =>
        new CacheMaker(new PosixFileOperations(), runner).MakeAsync(plan, Root, directory.File("scratch"), CancellationToken.None);

    private sealed class FakeRunner(Func<IReadOnlyList<string>, ProcessOutput> run) : IProcessRunner
    {
        public List<IReadOnlyList<string>> Seen { get; } = [];

        public Task<ProcessOutput?> RunAsync(string program, IReadOnlyList<string> arguments, CancellationToken cancellation)
        {
            Assert.Equal("env", program);
            Seen.Add(arguments);
            return Task.FromResult<ProcessOutput?>(run(arguments));
        }
    }
}
