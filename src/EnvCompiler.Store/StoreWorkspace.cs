using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Collecting;

namespace EnvCompiler.Store;

/// <summary>
/// One writer's directory under <c>tmp/</c>. Its <c>lock</c> is held for the writer's life, so that whatever a killed writer left is
/// recognised and swept by the next. Making, sweeping and removing workspaces exclude each other by <c>locks/tmp</c>.
/// </summary>
internal sealed class StoreWorkspace : IAsyncDisposable
{
    private readonly StoreLayout store;
    private readonly IFileOperations files;
    private readonly TimeProvider time;
    private readonly FileLock held;

    private StoreWorkspace(StoreLayout store, IFileOperations files, TimeProvider time, string directory, FileLock held)
    {
        this.store = store;
        this.files = files;
        this.time = time;
        this.held = held;
        Directory = directory;
    }

    /// <summary>Absolute path; on the store's file system, so that what is in it can be renamed into place.</summary>
    public string Directory { get; }

    /// <summary>Makes the store's directories where they are missing, sweeps what dead writers left, and opens a workspace.</summary>
    public static Task<StoreWorkspace> OpenAsync(StoreLayout store, IFileOperations files, TimeProvider time, CancellationToken cancellation) =>
        OpenAsync(store, files, time, needs: null, cancellation);

    /// <summary>As the other one; what is needed is known to collections from the moment that the workspace is there.</summary>
    public static async Task<StoreWorkspace> OpenAsync(StoreLayout store, IFileOperations files, TimeProvider time, StoreNeeds? needs, CancellationToken cancellation)
    {
        var writer = new FileWriter(files);
        foreach (var directory in (string[])[store.Artifacts, store.Objects, store.Roots, store.Temporary, store.Locks])
            writer.EnsureDirectory(directory);

        using var exclusive = await FileLock.AcquireAsync(GuardOf(store), onWait: null, time, cancellation);
        foreach (var left in System.IO.Directory.EnumerateDirectories(store.Temporary))
            Sweep(left, files);

        var mine = System.IO.Path.Combine(store.Temporary, $"{Environment.ProcessId}-{Guid.NewGuid():N}");
        files.CreateDirectory(mine, StoreModes.Directory);
        if (!FileLock.TryAcquire(LockOf(mine), out var held, out var holder))
            throw new IOException($"the new directory {mine} is locked by {holder}");
        try
        {
            if (needs is not null)
            {
                using var file = files.CreateNew(NeedsOf(mine), FileWriter.Readable);
                file.Write(Encoding.ASCII.GetBytes(string.Join('\n', needs.Lines)));
            }

            return new StoreWorkspace(store, files, time, mine, held);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Keeps others from opening and closing workspaces: for a collection that decides what nobody needs.</summary>
    public static Task<FileLock> GuardAsync(StoreLayout store, TimeProvider time, CancellationToken cancellation) =>
        FileLock.AcquireAsync(GuardOf(store), onWait: null, time, cancellation);

    /// <summary>Adds what the writers of now need. Under the guard, so nobody comes or goes; what a killed one left counts until it is swept.</summary>
    public static void AddNeeds(StoreLayout store, StoreNeeds needs)
    {
        foreach (var file in System.IO.Directory.EnumerateDirectories(store.Temporary).Select(NeedsOf).Where(File.Exists))
            needs.Add(File.ReadLines(file));
    }

    private static void Sweep(string left, IFileOperations files)
    {
        try
        {
            if (!FileLock.TryAcquire(LockOf(left), out var orphan, out _))
                return;
            using (orphan)
                DirectoryTree.Delete(files, left);
        }
        catch (UnauthorizedAccessException)
        {
            // Of another user of the group that shares the store; their own next build removes it.
        }
    }

    /// <summary>A path inside.</summary>
    public string Path(string name) => System.IO.Path.Combine(Directory, name);

    /// <summary>Removes the workspace with all that was not renamed out of it.</summary>
    public async ValueTask DisposeAsync()
    {
        using var exclusive = await FileLock.AcquireAsync(GuardOf(store), onWait: null, time, CancellationToken.None);
        using (held)
            DirectoryTree.Delete(files, Directory);
    }

    private static string GuardOf(StoreLayout store) => System.IO.Path.Combine(store.Locks, "tmp");

    private static string NeedsOf(string directory) => System.IO.Path.Combine(directory, "needs");

    private static string LockOf(string directory) => System.IO.Path.Combine(directory, "lock");
}
