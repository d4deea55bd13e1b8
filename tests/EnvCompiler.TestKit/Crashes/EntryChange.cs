namespace EnvCompiler.TestKit.Crashes;

/// <summary>A name of a directory got another meaning.</summary>
/// <param name="Directory">Whose name.</param>
/// <param name="Name">Which.</param>
/// <param name="Node">What it leads to now; null where it is gone.</param>
internal sealed record EntryChange(DirectoryNode Directory, string Name, Node? Node)
{
    /// <summary>Makes it so in a list of names.</summary>
    public void ApplyTo(SortedDictionary<string, Node> entries)
    {
        if (Node is null)
            entries.Remove(Name);
        else
            entries[Name] = Node;
    }

    /// <summary>Whether both are about the same name.</summary>
    public bool IsOfSameName(EntryChange other) => ReferenceEquals(Directory, other.Directory) && Name == other.Name;
}
