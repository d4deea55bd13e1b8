using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>What a root will have at one path.</summary>
/// <param name="Owner">Id of the package that it comes from or was made for; empty for what belongs to no package.</param>
internal abstract record RootEntry(string Owner)
{
    /// <summary>A directory.</summary>
    internal sealed record Directory(string Owner) : RootEntry(Owner);

    /// <summary>A symbolic link.</summary>
    /// <param name="Owner">Its package.</param>
    /// <param name="Target">As written.</param>
    internal sealed record Symlink(string Owner, string Target) : RootEntry(Owner);

    /// <summary>A hard link into an object.</summary>
    /// <param name="Owner">Its package.</param>
    /// <param name="Object">Where the file is.</param>
    /// <param name="Packaged">The object's entry.</param>
    internal sealed record Linked(string Owner, UnpackedObject Object, ObjectEntry Packaged) : RootEntry(Owner)
    {
        /// <summary>Absolute path of the object's file.</summary>
        public string Source => Object.PathOf(Packaged);
    }

    /// <summary>A file of its own, made while composing.</summary>
    /// <param name="Owner">The package it was made for.</param>
    /// <param name="Content">Its bytes.</param>
    internal sealed record Composed(string Owner, byte[] Content) : RootEntry(Owner);
}
