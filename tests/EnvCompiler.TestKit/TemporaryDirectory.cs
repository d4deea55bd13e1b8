using EnvCompiler.Host.Files;

namespace EnvCompiler.TestKit;

/// <summary>A directory of one test, removed with it (read-only objects included).</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Creates it under the system's temporary directory.</summary>
    public TemporaryDirectory() => Path = Directory.CreateTempSubdirectory("envc-test-").FullName;

    /// <summary>Absolute path.</summary>
    public string Path { get; }

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
