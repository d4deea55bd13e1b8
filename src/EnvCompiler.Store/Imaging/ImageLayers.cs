using System.Text;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Imaging;

/// <summary>Cuts what an image is made of into layers: the packages, what was composed of them, the launcher, models, and last what changes with every generation.</summary>
/// <param name="store">Has the packages' objects and artifacts.</param>
public sealed class ImageLayers(StoreLayout store)
{
    /// <summary>Layers at most, unless somebody asks for others.</summary>
    public const int DefaultBudget = 40;

    /// <summary>Overlay file systems take some 120 layers, and runtimes refuse more than 127.</summary>
    public const int LargestBudget = 120;

    /// <summary>What is needed for what is no package: system, launcher, models, environment.</summary>
    public const int Reserved = 4;

    /// <summary>Cuts.</summary>
    /// <returns>Layers from the lowest, each complete with the directories above its entries; no path but a directory is in two.</returns>
    public IReadOnlyList<LayerContent> Of(ImageContents contents)
    {
        var byPackage = RootFiles.Read(store, contents.Root, contents.Packages);
        var made = byPackage.SelectMany(entries => entries).Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);
        var system = new SystemFiles(made.Contains, contents.Root, contents.HostRoot).Of(contents.User);
        var replaced = system.Select(entry => entry.Path).ToHashSet(StringComparer.Ordinal);

        var layers = new List<LayerContent>();
        foreach (var packages in Cut(contents))
        {
            var entries = packages.SelectMany(package => byPackage[package.Id].Concat(StatusOf(package))).Where(entry => !replaced.Contains(entry.Path));
            layers.Add(new LayerContent(TitleOf(packages), [.. entries]) { Packages = packages });
        }

        layers.Add(new LayerContent("system", [.. byPackage[""].Where(entry => !replaced.Contains(entry.Path)), .. system]));
        layers.Add(new LayerContent("envc-run", contents.Launcher));
        if (contents.Models.Count > 0)
            layers.Add(new LayerContent("models", contents.Models) { IsUncompressed = true });
        layers.Add(new LayerContent("environment", contents.Environment));
        return WithDirectories(layers);
    }

    // Packages of all targets get two thirds, so that where they are cut does not depend on what a target has for itself.
    private static IEnumerable<IReadOnlyList<LockedPackage>> Cut(ImageContents contents)
    {
        var budget = contents.Budget - Reserved;
        var users = contents.Lock.Targets
            .SelectMany(target => target.Value.Groups.Values.SelectMany(group => group.Packages).Distinct().Select(id => (Id: id, Target: target.Key)))
            .ToLookup(each => each.Id, each => each.Target, StringComparer.Ordinal);
        var count = contents.Lock.Targets.Count;
        string KindOf(LockedPackage package) => users[package.Id].Count() == count ? "" : string.Join(',', users[package.Id]);
        var ofAll = contents.Packages.Where(package => KindOf(package).Length == 0).ToArray();
        var ofSome = contents.Packages.Where(package => KindOf(package).Length > 0).ToArray();
        var shared = count == 1 ? budget : budget * 2 / 3;
        return LayerBudget.Cut(ofAll, KindOf, shared).Concat(LayerBudget.Cut(ofSome, KindOf, budget - shared));
    }

    private static string TitleOf(IReadOnlyList<LockedPackage> packages) =>
        packages.Count == 1 ? $"{packages[0].Name} {packages[0].Version}" : $"{packages[0].Name} and {packages.Count - 1} others";

    // What scanners read where no package manager is (distroless images' form).
    private IEnumerable<ImageEntry> StatusOf(LockedPackage package)
    {
        var control = PackageControl.TryRead(store, package).Value;
        var directory = $"var/lib/dpkg/status.d/{control.Name}";
        yield return new ImageEntry.Made(directory, Encoding.UTF8.GetBytes($"{control.Control.TrimEnd('\n')}\nStatus: install ok installed\n"), IsProgram: false);
        if (control.Md5Sums is { } sums)
            yield return new ImageEntry.Made($"{directory}.md5sums", Encoding.UTF8.GetBytes(sums), IsProgram: false);
    }

    // A directory is the same in every layer, or the highest one would change it for all.
    private static LayerContent[] WithDirectories(List<LayerContent> layers)
    {
        var directories = new Dictionary<string, ImageEntry>(StringComparer.Ordinal);
        foreach (var directory in layers.SelectMany(layer => layer.Entries).OfType<ImageEntry.Directory>())
            directories[directory.Path] = directory;
        return [.. layers.Select(layer => layer with { Entries = [.. Complete(layer.Entries, directories)] })];
    }

    private static Dictionary<string, ImageEntry>.ValueCollection Complete(IReadOnlyList<ImageEntry> entries, Dictionary<string, ImageEntry> directories)
    {
        var present = new Dictionary<string, ImageEntry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            present[entry.Path] = entry is ImageEntry.Directory ? directories[entry.Path] : entry;
            for (var path = entry.Path; path.LastIndexOf('/') is > 0 and var slash && !present.ContainsKey(path[..slash]);)
            {
                path = path[..slash];
                present[path] = directories.GetValueOrDefault(path) ?? new ImageEntry.Directory(path);
            }
        }

        return present.Values;
    }
}
