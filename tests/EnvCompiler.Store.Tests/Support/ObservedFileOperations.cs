using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>The real operations; a test is told of each before it happens, and may throw instead.</summary>
/// <param name="before">Given the operation's name and its path (of a rename, where to).</param>
internal sealed class ObservedFileOperations(Action<string, string> before) : IFileOperations
{
    private readonly PosixFileOperations real = new();

    public IWritableFile CreateNew(string path, UnixFileMode mode) => Observed(nameof(CreateNew), path).CreateNew(path, mode);

    public void CreateDirectory(string path, UnixFileMode mode) => Observed(nameof(CreateDirectory), path).CreateDirectory(path, mode);

    public void SyncDirectory(string path) => Observed(nameof(SyncDirectory), path).SyncDirectory(path);

    public void SyncFileSystem(string path) => Observed(nameof(SyncFileSystem), path).SyncFileSystem(path);

    public bool TryLink(string existing, string path) => Observed(nameof(TryLink), path).TryLink(existing, path);

    public void Symlink(string target, string path) => Observed(nameof(Symlink), path).Symlink(target, path);

    public void ChangeMode(string path, UnixFileMode mode) => Observed(nameof(ChangeMode), path).ChangeMode(path, mode);

    public void Rename(string from, string to) => Observed(nameof(Rename), to).Rename(from, to);

    public void Exchange(string first, string second) => Observed(nameof(Exchange), second).Exchange(first, second);

    public void Unlink(string path) => Observed(nameof(Unlink), path).Unlink(path);

    public void RemoveDirectory(string path) => Observed(nameof(RemoveDirectory), path).RemoveDirectory(path);

    private PosixFileOperations Observed(string operation, string path)
    {
        before(operation, path);
        return real;
    }
}
