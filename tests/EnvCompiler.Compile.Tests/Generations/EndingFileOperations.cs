using EnvCompiler.Host.Files;

namespace EnvCompiler.Compile.Tests.Generations;

/// <summary>The process ended: not an I/O failure, so nobody may handle it.</summary>
internal sealed class EndOfProcess : Exception;

/// <summary>Real operations that end the process before the k-th one.</summary>
internal sealed class EndingFileOperations(int k) : IFileOperations
{
    private readonly PosixFileOperations real = new();
    private int count;

    public IWritableFile CreateNew(string path, UnixFileMode mode) => Next(() => real.CreateNew(path, mode));

    public void CreateDirectory(string path, UnixFileMode mode) => Next(() => real.CreateDirectory(path, mode));

    public void SyncDirectory(string path) => Next(() => real.SyncDirectory(path));

    public void SyncFileSystem(string path) => Next(() => real.SyncFileSystem(path));

    public bool TryLink(string existing, string path) => Next(() => real.TryLink(existing, path));

    public void Symlink(string target, string path) => Next(() => real.Symlink(target, path));

    public void ChangeMode(string path, UnixFileMode mode) => Next(() => real.ChangeMode(path, mode));

    public void Rename(string from, string to) => Next(() => real.Rename(from, to));

    public void Exchange(string first, string second) => Next(() => real.Exchange(first, second));

    public void Unlink(string path) => Next(() => real.Unlink(path));

    public void RemoveDirectory(string path) => Next(() => real.RemoveDirectory(path));

    private void Next(Action operation) => Next(() =>
    {
        operation();
        return 0;
    });

    private T Next<T>(Func<T> operation) => count++ == k ? throw new EndOfProcess() : operation();
}
