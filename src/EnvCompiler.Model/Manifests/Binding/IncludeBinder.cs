using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[include]</c>: environments that this one is composed of.</summary>
internal static class IncludeBinder
{
    private const string LayoutPrefix = "oci:";

    internal static Include Bind(TableReader include) => new() { Environments = [.. Read(include).Select(request => request.Environment)] };

    internal static IReadOnlyList<IncludeRequest> Read(TableReader include)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        return include.Items("environments", "an array of tables with `dir` or `remote`", value =>
            value is TomlTable table ? include.BindElement("environments", table, entry => ReadEntry(entry, names)) : null) ?? [];
    }

    private static IncludeRequest ReadEntry(TableReader entry, HashSet<string> names)
    {
        var environment = new IncludedEnvironment
        {
            Dir = entry.Formed("dir", NameRule.IsPlain, "a directory"),
            Remote = entry.Formed("remote", IsRemote, "`HOST/PATH` or `oci:DIR`"),
            Name = entry.Formed("name", NameRule.IsPlain, "a name"),
            Generation = entry.Integer("generation", 1, int.MaxValue),
        };
        var removals = entry.FormedItems("remove", path => KeyPath.TryParse(path, out var names) && names.Count > 1, "a key such as `\"install.gcc\"`") ?? [];
        if (entry.Has("dir") == entry.Has("remote") && !entry.IsDamaged)
            entry.Report(ManifestDiagnostics.BadInclude(entry.Place, both: entry.Has("dir")));
        if (entry.Has("generation") && !entry.Has("remote") && !entry.IsDamaged)
            entry.Report(ManifestDiagnostics.NeedsKey(entry.PlaceOf("generation"), entry.PathOf("generation"), "remote"));
        var name = environment.Name ?? (environment.Dir ?? environment.Remote)?.TrimEnd('/').Split('/')[^1];
        if (name is not null && !names.Add(name))
            entry.Report(ManifestDiagnostics.IncludedTwice(entry.Place, name));
        return new IncludeRequest(environment with { Remove = [.. removals.Select(removal => removal.Value)] }, name ?? "", entry.Place) { Removals = removals };
    }

    private static bool IsRemote(string text) =>
        text.StartsWith(LayoutPrefix, StringComparison.Ordinal) ? text.Length > LayoutPrefix.Length && NameRule.IsPlain(text)
        : text.Split('/') is { Length: > 1 } parts
            && parts.All(part => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'));
}
