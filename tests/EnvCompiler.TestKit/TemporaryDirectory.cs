using EnvCompiler.Host.Files;

namespace EnvCompiler.TestKit;

/// <summary>A directory of one test, removed with it (read-only objects included).</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates it under the system's temporary directory.</summary>
    public TemporaryDirectory()
        : this(Directory.CreateTempSubdirectory("envc-test-").FullName)
    {
    }

    private TemporaryDirectory(string path) => Path = path;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>In memory where the machine has such a file system, for tests that write thousands of times.</summary>
    public static TemporaryDirectory InMemory()
    {
        const string Shared = "/dev/shm";
        if (!Directory.Exists(Shared))
            return new TemporaryDirectory();
        return new TemporaryDirectory(Directory.CreateDirectory($"{Shared}/envc-test-{Guid.NewGuid():N}").FullName);
    }

    /// <summary>A path inside.</summary>
    public string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a text file inside and returns its path.</summary>
    public string Write(string name, string content)
    {
        var path = File(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => DirectoryTree.Delete(new PosixFileOperations(), Path);
}
