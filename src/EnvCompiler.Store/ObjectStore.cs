using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store;

/// <summary>Objects of the store. One exists when its directory has its name: it is complete then, and never changes.</summary>
/// <param name="store">The store.</param>
/// <param name="files">Where to write.</param>
internal sealed class ObjectStore(StoreLayout store, IFileOperations files)
{
    /// <summary>Whether the object is there.</summary>
    public bool Exists(string sha256) => Directory.Exists(store.Object(sha256));

    /// <summary>Reads an object's record.</summary>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    public UnpackedObject Open(string sha256)
    {
        var directory = store.Object(sha256);
        return new UnpackedObject(directory, StoreRecord.Read(Path.Combine(directory, "object.json"), StoreJson.Default.ObjectRecord), IsNew: false);
    }

    /// <summary>Renames a new object into the store; when another writer was first, this one's copy stays in the workspace.</summary>
    public void Publish(string sha256, UnpackedObject made)
    {
        var place = store.Object(sha256);
        new FileWriter(files).EnsureDirectory(Path.GetDirectoryName(place)!);
        PublishDirectory(files, made.Directory, place);
    }

    /// <summary>
    /// Renames a directory to a name that stays free for ever or is taken for ever: <c>rename</c> does not replace a directory that holds something.
    /// </summary>
    internal static void PublishDirectory(IFileOperations files, string from, string to)
    {
        try
        {
            files.Rename(from, to);
        }
        catch (IOException) when (Directory.Exists(to))
        {
            // The other writer's content is the same: the name says so.
        }
    }
}
