using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Composing;

/// <summary>
/// A manifest and what it includes to one tree of values, which is then bound and checked as any manifest. An included environment brings what it is with all that it
/// includes itself. The order is from low to high: the includes as they are listed, then the manifest.
/// </summary>
internal sealed class Composer
{
    private readonly SourceTexts sources;
    private readonly List<Diagnostic> problems = [];
    private readonly List<SharedKey> shared = [];

    private Composer(ManifestText top) => sources = new SourceTexts(top);

    /// <summary>Composes.</summary>
    /// <param name="top">The manifest.</param>
    /// <param name="pins">What it includes, as its lock has it; null where nothing is known.</param>
    internal static Composition Compose(ManifestText top, IReadOnlyList<LockedInclude>? pins)
    {
        var composer = new Composer(top);
        if (!top.HasIncludes)
            return new Composition(composer.sources, top.Document.Root);
        // What is wrong with the list itself is reported when the manifest is bound.
        var requests = top.ReadRequests(composer.NewContext(top));
        var root = composer.ComposeIncluded(requests, pins, top.Directory, include: null) is { } included
            ? new TreeMerger(composer.sources, composer.shared).Merge(included, top.Document.Root)
            : null;
        return new Composition(composer.sources, root ?? top.Document.Root)
        {
            Requests = requests,
            SharedKeys = composer.shared,
            Problems = composer.problems,
            IsPartial = root is null,
        };
    }

    private BindingContext NewContext(ManifestText text) => new(sources, text.Document.Root);

    // All that a list of includes brings; null where some of it is not known.
    private TomlTable? ComposeIncluded(IReadOnlyList<IncludeRequest> requests, IReadOnlyList<LockedInclude>? pins, string directory, string? include)
    {
        if (requests.Count > 0 && !IncludeRequest.ArePinnedBy(requests, pins))
        {
            var unknown = requests.Where(request => pins?.Any(request.IsPinnedBy) != true).ToList();
            problems.AddRange((unknown.Count > 0 ? unknown : requests).Where(request => request.IsWhole).Select(ManifestDiagnostics.NotPinned));
            return null;
        }

        var result = new TomlTable(default, []);
        var merger = new TreeMerger(sources, shared);
        foreach (var (request, pin) in requests.Zip(pins ?? []))
        {
            if (ComposeOne(request, pin, directory, include ?? request.Name) is not { } tree)
                return null;
            result = merger.Merge(result, tree);
        }

        return result;
    }

    private TomlTable? ComposeOne(IncludeRequest request, LockedInclude pin, string directory, string include)
    {
        var place = pin.Dir is { } relative ? TextualPath.Join(directory, relative) : $"{pin.Remote}:{pin.Found}";
        var text = sources.Add(TextualPath.Join(place, pin.File ?? LockedInclude.DefaultFile), place, include, pin.Text);
        var context = NewContext(text);
        var requests = text.ReadRequests(context);
        ManifestBinder.CheckVersion(new TableReader(context, "", "", text.Document.Root, new SourcePlace(text.File)));
        problems.AddRange(context.InSourceOrder());
        if (ComposeIncluded(requests, pin.Include, place, include) is not { } lower)
            return null;

        var tree = new TreeMerger(sources, shared).Merge(lower, TreeEdits.WithoutOwn(text.Document.Root));
        foreach (var removal in request.Removals)
        {
            if (KeyPath.TryParse(removal.Value, out var path) && TreeEdits.Remove(tree, [.. path]) is { } rest)
                tree = rest;
            else
                problems.Add(ManifestDiagnostics.NothingToRemove(removal.Place, removal.Value, request.Name, TreeEdits.PathsOf(tree)));
        }

        return pin.Dir is null ? tree : TreeEdits.Rebase(tree, pin.Dir);
    }
}
