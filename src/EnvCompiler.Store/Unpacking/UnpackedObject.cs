namespace EnvCompiler.Store.Unpacking;

/// <summary>An object whose files are on disk: in the store, or still in a workspace.</summary>
/// <param name="Directory">The directory that holds <c>fs</c> and <c>object.json</c>.</param>
/// <param name="Record">Its content.</param>
/// <param name="IsNew">Whether it still has to be renamed into the store.</param>
internal sealed record UnpackedObject(string Directory, ObjectRecord Record, bool IsNew)
{
    /// <summary>Absolute path of one of its entries.</summary>
    public string PathOf(ObjectEntry entry) => string.Concat(Directory, "/fs/", entry.Path);
}
