using System.Globalization;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Host.Machine;

/// <summary>The environments that use a store, so that what they need is not collected: a small file each, by name.</summary>
/// <param name="store">The store.</param>
/// <param name="writer">Writes.</param>
public sealed class KnownEnvironments(StoreLayout store, FileWriter writer)
{
    /// <summary>Makes an environment known. A store that this user may not write stays as it is: who may has built what the environment uses.</summary>
    /// <param name="directory">Its directory, a real path.</param>
    public void Register(string directory)
    {
        var file = FileOf(directory);
        // The directory comes last and may hold anything.
        var content = string.Create(CultureInfo.InvariantCulture, $"{FileIdentity.TryOf(directory)?.Device}\n{directory}");
        if ((File.Exists(file) && File.ReadAllText(file) == content) || !MayWrite())
            return;
        writer.EnsureSyncedDirectory(store.Environments);
        writer.Replace(file, content);
    }

    /// <summary>All of them, by directory.</summary>
    public IReadOnlyList<KnownEnvironment> All()
    {
        if (!Directory.Exists(store.Environments))
            return [];
        return
        [
            .. Directory.EnumerateFiles(store.Environments).Where(file => !file.Contains(".tmp-", StringComparison.Ordinal)).Select(Read)
                .OrderBy(environment => environment.Directory, StringComparer.Ordinal),
        ];
    }

    /// <summary>Makes an environment unknown.</summary>
    public void Forget(string directory) => writer.Operations.Unlink(FileOf(directory));

    private string FileOf(string directory) => RunLayout.Of(store.Environments, directory).Directory;

    private bool MayWrite() =>
        HostPlaces.MayWrite(Directory.Exists(store.Environments) ? store.Environments : Directory.Exists(store.Root) ? store.Root : Path.GetDirectoryName(store.Root)!);

    private static KnownEnvironment Read(string file)
    {
        var content = File.ReadAllText(file);
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || end + 1 == content.Length)
            throw new IOException($"`{file}` is not what envc writes");
        var directory = content[(end + 1)..];
        return new KnownEnvironment(directory, PresenceOf(directory, content[..end]));
    }

    // A file system that is not mounted leaves an empty directory where it was, or none at all.
    private static EnvironmentPresence PresenceOf(string directory, string device)
    {
        if (Directory.Exists(directory))
            return EnvironmentPresence.Present;
        return FileIdentity.TryOf(Path.GetDirectoryName(directory) ?? "/") is { } parent && parent.Device.ToString(CultureInfo.InvariantCulture) == device
            ? EnvironmentPresence.Gone
            : EnvironmentPresence.Unreachable;
    }
}
