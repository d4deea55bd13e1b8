using EnvCompiler.Host.Files;

namespace EnvCompiler.Store.Tests.Support;

/// <summary>Every write is a test failure.</summary>
internal sealed class RefusingFileOperations : IFileOperations
{
    public IWritableFile CreateNew(string path, UnixFileMode mode) => throw Refused(path);

    public void CreateDirectory(string path, UnixFileMode mode) => throw Refused(path);

    public void SyncDirectory(string path) => throw Refused(path);

    public void SyncFileSystem(string path) => throw Refused(path);

    public bool TryLink(string existing, string path) => throw Refused(path);

    public void Symlink(string target, string path) => throw Refused(path);

    public void ChangeMode(string path, UnixFileMode mode) => throw Refused(path);

    public void Rename(string from, string to) => throw Refused(from);

    public void Exchange(string first, string second) => throw Refused(first);

    public void Unlink(string path) => throw Refused(path);

    public void RemoveDirectory(string path) => throw Refused(path);

    private static InvalidOperationException Refused(string path) => new($"nothing may be written, but {path} was");
}
