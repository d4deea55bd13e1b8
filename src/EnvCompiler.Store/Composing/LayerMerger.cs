using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Composing.Effects;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing;

/// <summary>
/// Lays packages over each other. Where two bring a file of one name, this decides, in this order:
/// <list type="number">
/// <item>a diversion moves the file of every package but the diverting one;</item>
/// <item>the same kind and content is no conflict;</item>
/// <item>a directory beside anything else is an error: what lies below has no other place (dpkg follows whatever was there first);</item>
/// <item>the lower <c>priority</c> of the manifest wins;</item>
/// <item>the package whose <c>Replaces</c> names the other wins (its version bound is not asked: the solver has refused what <c>Breaks</c> forbids);</item>
/// <item>otherwise it is an error.</item>
/// </list>
/// </summary>
/// <param name="plan">What is filled.</param>
/// <param name="layers">All packages, in id order.</param>
/// <param name="diversions">All diversions.</param>
internal sealed class LayerMerger(RootPlan plan, IReadOnlyList<PackageLayer> layers, IReadOnlyList<Diversion> diversions)
{
    private readonly Dictionary<string, PackageLayer> byId = layers.ToDictionary(layer => layer.Id, StringComparer.Ordinal);
    private readonly Dictionary<string, Diversion> diverted = diversions.DistinctBy(d => d.Path).ToDictionary(d => d.Path, StringComparer.Ordinal);
    private readonly List<Diagnostic> conflicts = [];

    /// <summary>Fills the plan.</summary>
    /// <returns>Conflicts that nothing settles.</returns>
    public IReadOnlyList<Diagnostic> Merge()
    {
        foreach (var layer in layers)
        {
            foreach (var entry in layer.Object.Record.Entries)
                Add(layer, entry);
        }

        return conflicts;
    }

    private void Add(PackageLayer layer, ObjectEntry entry)
    {
        var path = entry.Path;
        if (diverted.Count > 0 && diverted.TryGetValue(path, out var diversion) && diversion.Package != layer.Name)
            path = diversion.DivertedTo;
        var added = EntryOf(layer, entry);
        if (plan.AddOrFind(path, added) is not { } present || IsSame(present, added))
            return;
        if (present is RootEntry.Directory != added is RootEntry.Directory)
            conflicts.Add(StoreDiagnostics.KindConflict(path, KindOf(present), OwnerOf(path, present), KindOf(added), layer.Id));
        else if (byId[present.Owner] is var other && Wins(layer, other))
            plan.Set(path, added);
        else if (!Wins(other, layer))
            conflicts.Add(StoreDiagnostics.FileConflict(path, other.Id, layer.Id));
    }

    private static RootEntry EntryOf(PackageLayer layer, ObjectEntry entry) => entry.Kind switch
    {
        ObjectEntryKind.Directory => new RootEntry.Directory(layer.Id),
        ObjectEntryKind.Symlink => new RootEntry.Symlink(layer.Id, entry.Target!),
        _ => new RootEntry.Linked(layer.Id, layer.Object, entry),
    };

    private static string KindOf(RootEntry entry) => entry switch
    {
        RootEntry.Directory => "a directory",
        RootEntry.Symlink => "a symlink",
        _ => "a file",
    };

    // A parent that no package brought itself has no owner; what lies below has.
    private string OwnerOf(string path, RootEntry entry) =>
        entry.Owner.Length > 0 ? entry.Owner : plan.Below(path).Select(below => below.Value.Owner).First(owner => owner.Length > 0);

    private static bool Wins(PackageLayer layer, PackageLayer other) =>
        layer.Priority != other.Priority
            ? layer.Priority < other.Priority
            : layer.Object.Record.Replaces.Contains(other.Name) && !other.Object.Record.Replaces.Contains(layer.Name);

    private static bool IsSame(RootEntry present, RootEntry added) => (present, added) switch
    {
        (RootEntry.Directory, RootEntry.Directory) => true,
        (RootEntry.Symlink one, RootEntry.Symlink two) => one.Target == two.Target,
        (RootEntry.Linked one, RootEntry.Linked two) =>
            one.Packaged.Size == two.Packaged.Size
            && StoreModes.OfFile(one.Packaged.Mode) == StoreModes.OfFile(two.Packaged.Mode)
            && File.ReadAllBytes(one.Source).AsSpan().SequenceEqual(File.ReadAllBytes(two.Source)),
        _ => false,
    };
}
