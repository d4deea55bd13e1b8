using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>Codes 0970 to 0979: environments that others include.</summary>
internal static class IncludeDiagnostics
{
    public static Diagnostic Cycle(SourcePlace place, IReadOnlyList<string> cycle) =>
        new("ENVC0970", $"these environments include each other in a circle: {string.Join(" → ", cycle.Select(name => $"`{name}`"))}") { Place = place };

    public static Diagnostic TooDeep(SourcePlace place, int deepest) =>
        new("ENVC0971", $"environments are included through more than {deepest} others") { Place = place };

    public static Diagnostic DirectoryInRegistry(SourcePlace place, string directory) =>
        new("ENVC0972", $"an environment of a registry includes the directory `{directory}`, which nobody else has") { Place = place };

    public static Diagnostic ReferenceWithTag(SourcePlace place, string remote, string tag) =>
        new("ENVC0973", $"`{remote}` has a tag or a digest, and only generations can be included")
        {
            Place = place,
            Hint = int.TryParse(tag, out _) ? $"write `generation = {tag}` beside it" : "write `generation = N` beside it, or nothing for the latest",
        };

    public static Diagnostic NeedsNetwork(SourcePlace place, string remote) =>
        new("ENVC0974", $"`{remote}` is not locked yet, and with `--offline` no registry is asked") { Place = place };

    public static Diagnostic NoIncludes(string manifest) =>
        new("ENVC0975", "the manifest includes no environment") { Place = new SourcePlace(manifest), Hint = "`[include]` lists them: `environments = [{ dir = \"../common\" }]`" };

    public static Diagnostic UnknownInclude(string manifest, string name, IReadOnlyList<string> known) =>
        new("ENVC0976", $"the manifest includes no environment `{name}`")
        {
            Place = new SourcePlace(manifest),
            Hint = NearNames.Hint(name, known) ?? $"it includes {string.Join(", ", known.Select(each => $"`{each}`"))}",
        };

    public static Diagnostic Untrusted(SourcePlace place, string repository) =>
        new("ENVC0977", $"nobody has agreed yet to run environments of `{repository}`, whose hook and services this one would run")
        {
            Place = place,
            Hint = $"`envc lock --trust` agrees for this once; `allow = [\"{repository}\"]` in `[trust]` of the configuration, or a yes at a terminal, for good",
        };
}
