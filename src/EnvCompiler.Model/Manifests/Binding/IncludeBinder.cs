using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[include]</c>: environments that this one is composed of.</summary>
internal static class IncludeBinder
{
    internal static void Check(TableReader include)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        include.Items("environments", "an array of tables with `dir` or `remote`", value =>
            value is TomlTable table ? include.BindElement("environments", table, entry => ReadEntry(entry, names)) : null);
    }

    private static TableReader ReadEntry(TableReader entry, HashSet<string> names)
    {
        var directory = entry.Text("dir");
        var remote = entry.Formed("remote", IsRemote, "`OWNER/NAME` or `REGISTRY/PATH/NAME`");
        var name = entry.Text("name") ?? (directory ?? remote)?.TrimEnd('/').Split('/')[^1];
        entry.Integer("generation", 1, int.MaxValue);
        entry.FormedItems("remove", path => path.Split('.') is { Length: > 1 } parts && parts.All(part => part.Length > 0), "a key such as `\"install.gcc\"`");
        if (entry.Has("dir") == entry.Has("remote") && !entry.IsDamaged)
            entry.Report(ManifestDiagnostics.BadInclude(entry.Place, both: entry.Has("dir")));
        if (entry.Has("generation") && !entry.Has("remote") && !entry.IsDamaged)
            entry.Report(ManifestDiagnostics.NeedsKey(entry.PlaceOf("generation"), entry.PathOf("generation"), "remote"));
        if (name is not null && !names.Add(name))
            entry.Report(ManifestDiagnostics.IncludedTwice(entry.Place, name));
        return entry;
    }

    private static bool IsRemote(string text) =>
        text.Split('/') is { Length: > 1 } parts
        && parts.All(part => part.Length > 0 && part[0] != '.' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':'));
}
