using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Store.Tests.Support;

namespace EnvCompiler.Store.Tests;

public sealed class CrashTests : IDisposable
{
    private StoreFixture store = NewStore();

    [Fact]
    public async Task A_crash_before_any_operation_leaves_a_store_that_the_next_run_completes()
    {
        for (var survived = 0; ; survived++)
        {
            var count = 0;
            var crashed = false;
            // From the k-th operation on none happens: cleaning up is as dead as everything else.
            var files = new ObservedFileOperations((_, _) =>
            {
                if (Interlocked.Increment(ref count) > survived)
                {
                    crashed = true;
                    throw new IOException("the process is gone");
                }
            });
            await Record.ExceptionAsync(() => store.RealiseAsync(files));
            if (!crashed)
            {
                Assert.True(survived > 30, "the builder hardly wrote anything");
                return;
            }

            AssertWholeThings();
            var root = await store.RootAsync();
            Assert.Equal("a", await File.ReadAllTextAsync(Path.Combine(root.Path, "usr/bin/a")));
            store.Dispose();
            store = NewStore();
        }
    }

    [Fact]
    public async Task One_failed_operation_is_reported_and_leaves_nothing_behind()
    {
        for (var survived = 10; survived < 40; survived += 3)
        {
            var count = 0;
            var files = new ObservedFileOperations((_, path) =>
            {
                if (Interlocked.Increment(ref count) == survived)
                    throw new IOException($"cannot write {path}: input/output error");
            });

            var result = await store.RealiseAsync(files);

            Assert.Equal("ENVC0304", Assert.Single(result.Diagnostics, diagnostic => diagnostic.Severity == Model.Diagnostics.Severity.Error).Code);
            store.AssertClean();
            store.Dispose();
            store = NewStore();
        }
    }

    [Fact]
    public async Task Contents_are_on_disk_before_their_names_and_objects_before_roots()
    {
        var operations = new ConcurrentQueue<(string Name, string Path)>();

        Assert.True((await store.RealiseAsync(new ObservedFileOperations((name, path) => operations.Enqueue((name, path))))).Ok);

        var order = operations.ToList();
        var sync = order.FindIndex(operation => operation.Name == nameof(IFileOperations.SyncFileSystem));
        var lastWrite = order.FindLastIndex(operation => operation.Name is nameof(IFileOperations.CreateNew) or nameof(IFileOperations.TryLink) or nameof(IFileOperations.Symlink));
        var firstObject = order.FindIndex(operation => operation.Name == nameof(IFileOperations.Rename) && operation.Path.StartsWith(store.Store.Objects, StringComparison.Ordinal));
        var lastObject = order.FindLastIndex(operation => operation.Name == nameof(IFileOperations.Rename) && operation.Path.StartsWith(store.Store.Objects, StringComparison.Ordinal));
        var root = order.FindIndex(operation => operation.Name == nameof(IFileOperations.Rename) && operation.Path.StartsWith(store.Store.Roots, StringComparison.Ordinal));
        var rootsSync = order.FindIndex(operation => operation == (nameof(IFileOperations.SyncDirectory), store.Store.Roots));
        Assert.True(lastWrite < sync && sync < firstObject && lastObject < root && root < rootsSync, string.Join('\n', order));
    }

    public void Dispose() => store.Dispose();

    private static StoreFixture NewStore()
    {
        var store = new StoreFixture();
        store.Add(new DebBuilder("a").With(data => data.File("./usr/bin/a", "a", 0b111_101_101).Symlink("./usr/bin/b", "a")));
        store.Add(new DebBuilder("c").With(data => data.File("./usr/share/c", "c").HardLink("./usr/share/d", "usr/share/c")));
        return store;
    }

    private void AssertWholeThings()
    {
        foreach (var directory in (string[])[store.Store.Artifacts, store.Store.Objects, store.Store.Roots])
            Directory.CreateDirectory(directory);
        foreach (var made in Directory.EnumerateDirectories(store.Store.Objects).SelectMany(Directory.EnumerateDirectories))
            Assert.True(File.Exists(Path.Combine(made, "object.json")), made);
        foreach (var root in Directory.EnumerateDirectories(store.Store.Roots))
            Assert.Equal("c", File.ReadAllText(Path.Combine(root, "fs/usr/share/d")));
        foreach (var artifact in Directory.EnumerateFiles(store.Store.Artifacts, "*", SearchOption.AllDirectories))
            Assert.Contains(store.Lock.Packages.Values, package => package.Sha256 == Path.GetFileName(artifact) && package.Size == new FileInfo(artifact).Length);
    }
}
