using System.Collections.Concurrent;
using EnvCompiler.Host.Files;
using EnvCompiler.Store.Tests.Support;
using EnvCompiler.TestKit.Crashes;
using Xunit.Abstractions;

namespace EnvCompiler.Store.Tests;

public sealed class CrashTests(ITestOutputHelper output)
{
    public static TheoryData<string> Writers => [.. StoreWriters.All.Select(writer => writer.Name)];

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Whatever_happens_what_has_a_name_is_whole_and_the_next_run_works(string writer) => await new CrashSweep(StoreWriters.Named(writer), output).RunAsync();

    [Theory]
    [InlineData("first root")]
    [InlineData("collection")]
    public async Task No_sync_is_one_too_many(string writer) => await new CrashSweep(StoreWriters.Named(writer), output).NeedsEverySyncAsync();

    [Fact]
    public async Task Contents_are_on_disk_before_their_names_and_objects_before_roots()
    {
        using var store = new StoreFixture();
        store.Add(new DebBuilder("a").With(data => data.File("./usr/bin/a", "a", 0b111_101_101).Symlink("./usr/bin/b", "a")));
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
}
