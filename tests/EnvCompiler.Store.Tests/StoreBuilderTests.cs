using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Tests.Support;

namespace EnvCompiler.Store.Tests;

public sealed class StoreBuilderTests : IDisposable
{
    private readonly StoreFixture store = new();

    [Fact]
    public async Task A_lock_becomes_a_root_of_hard_links_with_its_commands()
    {
        var package = store.Add(Program("hello", "usr/bin/hello"));

        var root = await store.RootAsync();

        Assert.Equal(RootId.Of(store.Lock, store.Lock.Targets["x86_64-linux/cpu"].Groups["toplevel"]), root.Id);
        Assert.Equal(["/usr/bin/hello"], root.Commands[package.Id]);
        Assert.Equal("hello", File.ReadAllText(Path.Combine(root.Path, "bin/hello")));
        Assert.Equal("usr/bin", new DirectoryInfo(Path.Combine(root.Path, "bin")).LinkTarget);
        store.AssertClean();
    }

    [Fact]
    public async Task A_root_that_is_there_is_found_without_network_and_without_writing()
    {
        store.Add(Program("hello", "usr/bin/hello"));
        var first = await store.RootAsync();
        store.Mirror.Requests.Clear();

        var again = (await store.RealiseAsync(new ObservedFileOperations((operation, path) => Assert.Fail($"{operation} {path}")))).Value["toplevel"];

        Assert.Equal(first.Path, again.Path);
        Assert.Equal(first.Commands.Keys, again.Commands.Keys);
        Assert.Empty(store.Mirror.Requests);
    }

    [Fact]
    public async Task Another_root_reuses_the_objects_that_are_there()
    {
        store.Add(Program("hello", "usr/bin/hello"));
        await store.RootAsync();
        store.Mirror.Requests.Clear();
        store.Add(Program("world", "usr/bin/world"));

        var root = await store.RootAsync();

        Assert.Single(store.Mirror.Requests);
        Assert.Equal(["usr/bin/hello", "usr/bin/world"], Files(root.Path));
    }

    [Fact]
    public async Task Progress_ends_with_everything_done()
    {
        store.Add(Program("hello", "usr/bin/hello"));
        store.Add(Program("world", "usr/bin/world"));
        var reports = new System.Collections.Concurrent.ConcurrentQueue<StoreProgress>();

        Assert.True((await store.RealiseAsync(progress: new Recorder(reports))).Ok);

        foreach (var phase in (StorePhase[])[StorePhase.Fetch, StorePhase.Unpack])
        {
            var last = reports.Where(report => report.Phase == phase).MaxBy(report => report.Done)!;
            Assert.Equal((2, 2), (last.Done, last.Total));
            Assert.Equal(last.TotalBytes, last.Bytes);
        }
    }

    [Fact]
    public async Task A_package_that_no_source_has_is_reported_with_the_sources_and_the_remedy()
    {
        store.Add(Program("hello", "usr/bin/hello").Locked("gone"u8.ToArray()));

        var problem = Assert.Single((await store.RealiseAsync(sources: [FakeMirror.Base, FakeMirror.SecondBase])).Diagnostics);

        Assert.Equal(("ENVC0300", Fault.Outside), (problem.Code, problem.Fault));
        Assert.Contains("mirror.test", problem.Message, StringComparison.Ordinal);
        Assert.Contains("second.test", problem.Message, StringComparison.Ordinal);
        Assert.Contains("envc lock --upgrade", problem.Hint, StringComparison.Ordinal);
        store.AssertClean();
    }

    [Fact]
    public async Task Without_a_network_one_message_speaks_for_all_packages()
    {
        for (var i = 0; i < 5; i++)
            store.Add(Program($"tool{i}", $"usr/bin/tool{i}"));

        var problem = Assert.Single((await store.RealiseAsync(sources: [FakeMirror.Silent])).Diagnostics);

        Assert.Equal("ENVC0300", problem.Code);
        Assert.StartsWith("5 packages cannot be fetched, since no source answers; for one: cannot fetch `tool0` 1", problem.Message, StringComparison.Ordinal);
        Assert.Contains("check the network", problem.Hint, StringComparison.Ordinal);
        store.AssertClean();
    }

    [Fact]
    public async Task A_source_with_other_bytes_leads_to_the_next()
    {
        var package = store.Add(Program("hello", "usr/bin/hello"));
        var bytes = Program("hello", "usr/bin/hello").Build();
        store.Mirror.Serve(FakeMirror.SecondBase, package.Path, bytes);
        var damaged = (byte[])bytes.Clone();
        damaged[^1] ^= 1;
        store.Mirror.Serve(FakeMirror.Base, package.Path, damaged);

        Assert.Equal("ENVC0301", Assert.Single((await store.RealiseAsync()).Diagnostics).Code);
        Assert.True((await store.RealiseAsync(sources: [FakeMirror.Base, FakeMirror.SecondBase])).Ok);
        store.AssertClean();
    }

    [Fact]
    public async Task Every_package_that_is_missing_is_named_in_one_run()
    {
        store.Add(Program("one", "usr/bin/one").Locked("a"u8.ToArray()));
        store.Add(Program("two", "usr/bin/two"));
        store.Add(Program("three", "usr/bin/three").Locked("b"u8.ToArray()));

        Assert.Equal(2, (await store.RealiseAsync()).Diagnostics.Count);
    }

    [Fact]
    public async Task A_hostile_package_is_named_and_leaves_nothing()
    {
        store.Add(new DebBuilder("evil").With(data => data.File("../../escape", "x")));

        var problem = Assert.Single((await store.RealiseAsync()).Diagnostics);

        Assert.Equal("ENVC0302", problem.Code);
        Assert.Contains("`evil`", problem.Message, StringComparison.Ordinal);
        store.AssertClean();
    }

    [Fact]
    public async Task An_artifact_that_was_damaged_on_disk_is_fetched_again()
    {
        var package = store.Add(Program("hello", "usr/bin/hello"));
        var artifact = store.Store.Artifact(package.Sha256);
        Directory.CreateDirectory(Path.GetDirectoryName(artifact)!);
        await File.WriteAllBytesAsync(artifact, new byte[package.Size]);

        await store.RootAsync();

        Assert.Equal(Program("hello", "usr/bin/hello").Build(), await File.ReadAllBytesAsync(artifact));
    }

    [Fact]
    public async Task Two_builders_at_once_both_end_well()
    {
        for (var i = 0; i < 20; i++)
            store.Add(Program($"p{i}", $"usr/bin/p{i}"));

        var results = await Task.WhenAll(store.RealiseAsync(), store.RealiseAsync(), store.RealiseAsync());

        Assert.All(results, result => Assert.True(result.Ok, string.Join("\n", result.Diagnostics)));
        Assert.Single(results.Select(result => result.Value["toplevel"].Path).Distinct());
        store.AssertClean();
    }

    [Fact]
    public async Task What_a_killed_builder_left_is_swept_and_what_a_living_one_holds_is_not()
    {
        store.Add(Program("hello", "usr/bin/hello"));
        Directory.CreateDirectory(store.Store.Temporary);
        var dead = Directory.CreateDirectory(Path.Combine(store.Store.Temporary, "1-dead", "half")).Parent!;
        var alive = Directory.CreateDirectory(Path.Combine(store.Store.Temporary, "2-alive"));
        Assert.True(FileLock.TryAcquire(Path.Combine(alive.FullName, "lock"), out var held, out _));
        using (held)
            await store.RootAsync();

        Assert.False(Directory.Exists(dead.FullName));
        Assert.True(Directory.Exists(alive.FullName));
    }

    [Fact]
    public async Task A_target_that_is_not_locked_is_the_users_fault()
    {
        var builder = new StoreBuilder(store.Store, new PosixFileOperations(), store.Mirror, new Host.Processes.ProcessRunner(), TimeProvider.System);

        var result = await builder.RealiseAsync(store.Lock, new Model.Targets.Target("x86_64-linux", "sm_90"), [], progress: null, default);

        Assert.Equal(("ENVC0309", Fault.User), (result.Diagnostics[0].Code, result.Diagnostics[0].Fault));
    }

    public void Dispose() => store.Dispose();

    private static DebBuilder Program(string name, string path) => new DebBuilder(name).With(data => data.File($"./{path}", name, 0b111_101_101));

    private static string[] Files(string root) =>
        [.. Directory.EnumerateFiles(Path.Combine(root, "usr"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path)).Order(StringComparer.Ordinal)];

    private sealed class Recorder(System.Collections.Concurrent.ConcurrentQueue<StoreProgress> reports) : IProgress<StoreProgress>
    {
        public void Report(StoreProgress value) => reports.Enqueue(value);
    }
}
