using System.Globalization;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Host.Machine;

/// <summary>Directories whose files name what is in a store, such as environments, so that it is not collected: a small file for each of them, by name.</summary>
/// <param name="place">The directory of the small files, below the store's root.</param>
/// <param name="writer">Writes.</param>
public sealed class KnownDirectories(string place, FileWriter writer)
{
    /// <summary>
    /// A directory is gone too where its parents are, down to one on its file system: right for what one command writes again, while of an environment nobody knows whether a mount is missing that has
    /// the same device.
    /// </summary>
    public bool MayGoWithParents { get; init; }

    /// <summary>Makes a directory known. A store that this user may not write stays as it is: who may has built what is used.</summary>
    /// <param name="directory">A real path.</param>
    public void Register(string directory)
    {
        var file = FileOf(directory);
        // The directory comes last and may hold anything.
        var content = string.Create(CultureInfo.InvariantCulture, $"{FileIdentity.TryOf(directory)?.Device}\n{directory}");
        if ((File.Exists(file) && File.ReadAllText(file) == content) || !MayWrite())
            return;
        writer.EnsureSyncedDirectory(place);
        writer.Replace(file, content);
    }

    /// <summary>All of them, by directory.</summary>
    public IReadOnlyList<KnownDirectory> All()
    {
        if (!Directory.Exists(place))
            return [];
        return
        [
            .. Directory.EnumerateFiles(place).Where(file => !file.Contains(".tmp-", StringComparison.Ordinal)).Select(Read)
                .OrderBy(known => known.Directory, StringComparer.Ordinal),
        ];
    }

    /// <summary>Makes a directory unknown.</summary>
    public void Forget(string directory) => writer.Operations.Unlink(FileOf(directory));

    private string FileOf(string directory) => RunLayout.Of(place, directory).Directory;

    // Of the directories down to the place, the deepest that is there says it.
    private bool MayWrite() => HostPlaces.MayWrite(DeepestOf(place));

    private static string DeepestOf(string path)
    {
        while (!Directory.Exists(path))
            path = Path.GetDirectoryName(path)!;
        return path;
    }

    private KnownDirectory Read(string file)
    {
        var content = File.ReadAllText(file);
        var end = content.IndexOf('\n', StringComparison.Ordinal);
        if (end < 0 || end + 1 == content.Length)
            throw new IOException($"`{file}` is not what envc writes");
        var directory = content[(end + 1)..];
        return new KnownDirectory(directory, PresenceOf(directory, content[..end]));
    }

    // A file system that is not mounted leaves an empty directory where it was, or none at all.
    private Presence PresenceOf(string directory, string device)
    {
        try
        {
            if (ExistingPath.IsThere(directory))
                return Presence.Present;
        }
        catch (UnauthorizedAccessException)
        {
            // Of another user of the group that shares the store. Whoever wants to know more finds that they may not.
            return Presence.Present;
        }

        var above = Path.GetDirectoryName(directory) ?? "/";
        return FileIdentity.TryOf(MayGoWithParents ? DeepestOf(above) : above) is { } parent && parent.Device.ToString(CultureInfo.InvariantCulture) == device
            ? Presence.Gone
            : Presence.Unreachable;
    }
}
