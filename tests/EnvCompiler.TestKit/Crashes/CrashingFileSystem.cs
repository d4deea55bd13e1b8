using System.Threading;
using EnvCompiler.Host.Files;

namespace EnvCompiler.TestKit.Crashes;

/// <summary>
/// Real operations in a real directory, which fail or stop the machine at the k-th one. What a stop leaves is <see cref="Survivors"/>. Syncs are only noted: what they are
/// for is what is modelled.
/// </summary>
/// <param name="root">Absolute path of the directory; all that is written lies in it.</param>
/// <param name="image">What it holds, all of it on disk.</param>
/// <param name="fault">What is to happen.</param>
/// <param name="at">Before or at which operation, counted from 0.</param>
public sealed class CrashingFileSystem(string root, DirectoryImage image, Fault fault, int at) : IFileOperations
{
    private const int Eio = 5;

    private readonly PosixFileOperations real = new();
    private readonly DiskModel disk = new(root, image);
    private readonly List<string> operations = [];
    private readonly List<int> syncs = [];
    private readonly Lock exclusive = new();

    /// <summary>A sync of <see cref="Syncs"/> that does nothing, as if it were not in the program; null for none.</summary>
    public int? IgnoredSync { get; init; }

    /// <summary>Whether the fault came about.</summary>
    public bool Struck { get; private set; }

    /// <summary>Whether the machine has stopped.</summary>
    public bool IsStopped => Struck && fault == Fault.Crash;

    /// <summary>What was asked for, in order; the faulty one too.</summary>
    public IReadOnlyList<string> Operations => operations;

    /// <summary>Which of them are syncs.</summary>
    public IReadOnlyList<int> Syncs => syncs;

    /// <summary>What is on the disk after the crash, or after a power cut now.</summary>
    public DirectoryImage Survivors(Loss loss)
    {
        lock (exclusive)
            return disk.Survivors(loss);
    }

    /// <inheritdoc/>
    public IWritableFile CreateNew(string path, UnixFileMode mode) => Do(nameof(CreateNew), path, needsRoom: true, asks: true, () =>
    {
        var file = real.CreateNew(path, mode);
        return new CrashingFile(this, file, disk.Create(path, File.GetUnixFileMode(path)), path);
    });

    /// <inheritdoc/>
    public void CreateDirectory(string path, UnixFileMode mode) => Do(nameof(CreateDirectory), path, needsRoom: true, asks: true, () =>
    {
        real.CreateDirectory(path, mode);
        disk.MakeDirectory(path, File.GetUnixFileMode(path));
    });

    /// <inheritdoc/>
    public void SyncDirectory(string path) => Do(nameof(SyncDirectory), path, needsRoom: false, asks: true, () => Sync(() => disk.SyncDirectory(path)));

    /// <inheritdoc/>
    public void SyncFileSystem(string path) => Do(nameof(SyncFileSystem), path, needsRoom: false, asks: true, () => Sync(disk.SyncAll));

    /// <inheritdoc/>
    public bool TryLink(string existing, string path) => Do(nameof(TryLink), path, needsRoom: true, asks: true, () =>
    {
        if (!real.TryLink(existing, path))
            return false;
        disk.Link(existing, path);
        return true;
    });

    /// <inheritdoc/>
    public void Symlink(string target, string path) => Do(nameof(Symlink), path, needsRoom: true, asks: true, () =>
    {
        real.Symlink(target, path);
        disk.Symlink(path, target);
    });

    /// <inheritdoc/>
    public void ChangeMode(string path, UnixFileMode mode) => Do(nameof(ChangeMode), path, needsRoom: false, asks: true, () =>
    {
        real.ChangeMode(path, mode);
        disk.SetMode(path, mode);
    });

    /// <inheritdoc/>
    public void Rename(string from, string to) => Do(nameof(Rename), to, needsRoom: true, asks: true, () =>
    {
        real.Rename(from, to);
        disk.Rename(from, to);
    });

    /// <inheritdoc/>
    public void Exchange(string first, string second) => Do(nameof(Exchange), second, needsRoom: true, asks: true, () =>
    {
        real.Exchange(first, second);
        disk.Exchange(first, second);
    });

    /// <inheritdoc/>
    public void Unlink(string path) => Do(nameof(Unlink), path, needsRoom: false, asks: true, () =>
    {
        real.Unlink(path);
        disk.Remove(path);
    });

    /// <inheritdoc/>
    public void RemoveDirectory(string path) => Do(nameof(RemoveDirectory), path, needsRoom: false, asks: true, () =>
    {
        real.RemoveDirectory(path);
        disk.Remove(path);
    });

    private void Do(string operation, string path, bool needsRoom, bool asks, Action action) => Do(operation, path, needsRoom, asks, () =>
    {
        action();
        return 0;
    });

    private T Do<T>(string operation, string path, bool needsRoom, bool asks, Func<T> action)
    {
        lock (exclusive)
        {
            if (IsStopped)
                throw new MachineStoppedException();
            var number = operations.Count;
            operations.Add($"{operation} {Path.GetRelativePath(root, path)}");
            if (Failure(operation, path, needsRoom, asks, number) is { } failure)
            {
                Struck = true;
                throw failure;
            }

            return action();
        }
    }

    private Exception? Failure(string operation, string path, bool needsRoom, bool asks, int number) => fault switch
    {
        Fault.Crash when number == at => new MachineStoppedException(),
        Fault.DiskFull when number >= at && needsRoom => new DiskFullException(path),
        Fault.InputOutput when number == at => new IOException($"cannot {operation} {path}: Input/output error", Eio),
        Fault.AccessDenied when number == at && asks => new UnauthorizedAccessException($"cannot {operation} {path}: permission denied"),
        _ => null,
    };

    private void Sync(Action sync)
    {
        if (syncs.Count != IgnoredSync)
            sync();
        syncs.Add(operations.Count - 1);
    }

    private sealed class CrashingFile(CrashingFileSystem system, IWritableFile real, FileNode node, string path) : IWritableFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            system.Do(nameof(Write), path, needsRoom: true, asks: false, () =>
            {
                real.Write(copy);
                node.Append(copy);
            });
        }

        public void SetModifiedTime(long unixSeconds) =>
            system.Do(nameof(SetModifiedTime), path, needsRoom: false, asks: false, () => real.SetModifiedTime(unixSeconds));

        public void Sync() => system.Do(nameof(Sync), path, needsRoom: true, asks: false, () => system.Sync(node.Sync));

        public void Dispose() => real.Dispose();
    }
}
