using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Imaging;

/// <summary>What one layer of an image holds.</summary>
/// <param name="Title">What it is, for people: a package and its version, or what its parts have in common.</param>
/// <param name="Entries">Its entries, without the directories above them that another layer may have too.</param>
public sealed record LayerContent(string Title, IReadOnlyList<ImageEntry> Entries)
{
    /// <summary>Whether it is stored as it is: weights do not get smaller.</summary>
    public bool IsUncompressed { get; init; }

    /// <summary>The packages whose files it holds.</summary>
    public IReadOnlyList<LockedPackage> Packages { get; init; } = [];
}
