using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>A private copy of environments/quickstart on a free port.</summary>
public sealed class Quickstart : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    /// <summary>Copies it.</summary>
    /// <param name="withLock">Whether the committed lock comes along.</param>
    public Quickstart(bool withLock = true)
    {
        Port = ServerPort.Find();
        Directory.CreateDirectory(Path.Combine(Project, "models"));
        foreach (var file in Directory.GetFiles(RepositoryRoot.File("environments", "quickstart", "models")))
            File.Copy(file, Path.Combine(Project, "models", Path.GetFileName(file)));
        var manifest = File.ReadAllText(RepositoryRoot.File("environments", "quickstart", "manifest.toml"));
        Assert.Contains("port = 8080", manifest, StringComparison.Ordinal);
        Manifest = manifest.Replace("port = 8080", $"port = {Port}", StringComparison.Ordinal);
        if (withLock)
            File.Copy(RepositoryRoot.File("environments", "quickstart", "manifest.lock"), LockPath);
    }

    /// <summary>The environment's directory.</summary>
    public string Project => directory.File("quickstart");

    /// <summary>The service's port.</summary>
    public int Port { get; }

    /// <summary><c>manifest.lock</c>.</summary>
    public string LockPath => Path.Combine(Project, "manifest.lock");

    /// <summary>The manifest's text.</summary>
    public string Manifest
    {
        get => File.ReadAllText(Path.Combine(Project, "manifest.toml"));
        set => File.WriteAllText(Path.Combine(Project, "manifest.toml"), value);
    }

    /// <summary>A private store beside the project, for tests that must not share one.</summary>
    public string PrivateStore => directory.File("store");

    /// <summary>Pids of processes whose command line or working directory names this copy.</summary>
    public IReadOnlyList<string> LeftOver() =>
        [.. Directory.EnumerateDirectories("/proc")
            .Where(process => int.TryParse(Path.GetFileName(process), out var pid) && pid != Environment.ProcessId)
            .Select(Describe)
            .Where(text => text.Contains(directory.Path, StringComparison.Ordinal))];

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private static string Describe(string process)
    {
        try
        {
            // A zombie has no command line; it is gone for our purposes (pid 1 of a container may not reap).
            var command = File.ReadAllText(Path.Combine(process, "cmdline")).Replace('\0', ' ');
            return command.Length == 0 ? "" : $"{Path.GetFileName(process)} {command}";
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
