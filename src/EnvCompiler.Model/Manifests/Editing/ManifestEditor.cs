using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;
using EnvCompiler.Toml;
using EnvCompiler.Toml.Editing;

namespace EnvCompiler.Model.Manifests.Editing;

/// <summary>Edits of a manifest's text for commands; comments and layout stay.</summary>
/// <param name="source">The manifest.</param>
/// <param name="document">Its text.</param>
public sealed class ManifestEditor(ManifestSource source, TomlDocument document)
{
    private const string Section = "install";

    /// <summary>Adds packages to <c>[install]</c>; one that is there already is a warning and left as it is.</summary>
    /// <param name="packages">What to add.</param>
    /// <param name="id">The install id of the only package; null takes each one's name.</param>
    /// <param name="group">Their <c>pkg-group</c>; null for the default one.</param>
    public Result<TomlDocument> Install(IReadOnlyList<PackageArgument> packages, string? id, string? group)
    {
        var edited = document;
        var notes = new List<Diagnostic>();
        foreach (var package in packages)
        {
            var installId = id ?? package.Name;
            if (source.Manifest.Install.GetValueOrDefault(installId) is { } present && (IsOwn(installId) || IsSame(present, package, group)))
            {
                notes.Add(ManifestDiagnostics.InstalledAlready(source.PlaceOf(KeyPath.Of(Section, installId)), installId, present.PkgPath, package.PkgPath));
                continue;
            }

            var edit = edited.Add([Section, installId], Entries(package, group));
            if (edit.Error is { } error)
                return ManifestDiagnostics.Syntax(PlaceOf(error), error);
            edited = edit.Document;
        }

        return notes.Exists(note => note.Severity == Severity.Error)
            ? Result<TomlDocument>.Failure(notes)
            : Result<TomlDocument>.Success(edited, notes);
    }

    /// <summary>Removes packages from <c>[install]</c>; an unknown name fails all of it.</summary>
    /// <param name="names">Install ids, or package names where only one entry asks for that package.</param>
    public Result<TomlDocument> Uninstall(IReadOnlyList<string> names)
    {
        var edited = document;
        var problems = new List<Diagnostic>();
        foreach (var name in names.Distinct(StringComparer.Ordinal))
        {
            if (IdsOf(name) is not [var id])
            {
                problems.Add(ManifestDiagnostics.NotInstalled(source.PlaceOf(Section), name, IdsOf(name), source.Manifest.Install.Keys));
                continue;
            }

            var place = source.PlaceOf(KeyPath.Of(Section, id));
            if (!IsOwn(id))
            {
                problems.Add(ManifestDiagnostics.InstalledByInclude(place, id, source.IncludeOf(Section, id)!));
                continue;
            }

            if (source.SharedKeys.FirstOrDefault(each => each.Other is null && each.KeyPath == KeyPath.Of(Section, id)) is { } overridden)
                problems.Add(ManifestDiagnostics.StaysByInclude(overridden.Place, id, overridden.Include));
            var edit = edited.Remove([Section, id]);
            if (edit.Error is { } error)
                return ManifestDiagnostics.Syntax(PlaceOf(error), error);
            edited = edit.Document;
        }

        return problems.Exists(problem => problem.Severity == Severity.Error) ? Result<TomlDocument>.Failure(problems) : Result<TomlDocument>.Success(edited, problems);
    }

    /// <summary>Makes <c>options.targets</c> a list of accelerators.</summary>
    /// <param name="accelerators">Names of <see cref="Accelerators"/>, at least one.</param>
    /// <param name="keepsPresent">Whether those that are there stay, before the others.</param>
    public Result<TomlDocument> SetTargets(IReadOnlyList<string> accelerators, bool keepsPresent)
    {
        IReadOnlyList<string> present = !keepsPresent ? [] : source.Manifest.Options.Targets is { Count: > 0 } targets ? targets : [Accelerators.Cpu];
        var wanted = present.Concat(accelerators).Distinct(StringComparer.Ordinal).ToList();
        if (source.Manifest.Options.Targets.SequenceEqual(wanted))
            return document;
        var edit = document.Set(["options", "targets"], $"[{string.Join(", ", wanted.Select(TomlText.Of))}]");
        return edit.Error is { } error ? ManifestDiagnostics.Syntax(PlaceOf(error), error) : edit.Document;
    }

    // What an include brings is not in the text that is edited, and may be outweighed by it.
    private bool IsOwn(string id) => source.IncludeOf(Section, id) is null;

    private static bool IsSame(PackageRequest present, PackageArgument package, string? group) =>
        present.PkgPath == package.PkgPath && package.Version is null && (group is null || group == present.PkgGroup);

    private IReadOnlyList<string> IdsOf(string name) => source.Manifest.Install.ContainsKey(name)
        ? [name]
        : [.. source.Manifest.Install.Where(entry => entry.Value.PkgPath == name || entry.Value.PkgPath.EndsWith($"/{name}", StringComparison.Ordinal))
            .Select(entry => entry.Key)];

    private static List<KeyValuePair<string, string>> Entries(PackageArgument package, string? group)
    {
        var entries = new List<KeyValuePair<string, string>> { new("pkg-path", TomlText.Of(package.PkgPath)) };
        if (package.Version is { } version)
            entries.Add(new("version", TomlText.Of(version)));
        if (group is not null)
            entries.Add(new("pkg-group", TomlText.Of(group)));
        return entries;
    }

    private SourcePlace PlaceOf(TomlError error) =>
        error.Span.Line > 0 ? new SourcePlace(source.File, error.Span.Line, error.Span.Column) : new SourcePlace(source.File);
}
