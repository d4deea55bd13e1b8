using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;
using EnvCompiler.Toml;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Diagnostics;

/// <summary>Codes 01xx: what can be wrong with a manifest or a lock file.</summary>
public static class ManifestDiagnostics
{
    /// <summary>The text is not TOML.</summary>
    public static Diagnostic Syntax(SourcePlace place, TomlError error) =>
        new("ENVC0101", error.Message) { Place = place, Hint = error.Hint };

    /// <summary>A key that means nothing here.</summary>
    public static Diagnostic UnknownKey(SourcePlace place, string path, string key, IEnumerable<string> known, string file = "the manifest")
    {
        var names = known.Order(StringComparer.Ordinal).ToList();
        return new("ENVC0102", $"`{path}` is not a key of {file}")
        {
            Place = place,
            Hint = NearNames.Hint(key, names) ?? (names.Count > 0 ? $"the keys here are {List(names)}" : null),
        };
    }

    /// <summary>A value of another type than the key has.</summary>
    public static Diagnostic WrongType(SourcePlace place, string path, string wanted, string found, string? hint = null) =>
        new("ENVC0103", $"`{path}` must be {wanted}, not {found}") { Place = place, Hint = hint };

    /// <summary>A key without which its table says nothing.</summary>
    public static Diagnostic MissingKey(SourcePlace place, string path, string key) =>
        new("ENVC0104", $"`{path}` needs the key `{key}`") { Place = place };

    /// <summary>A text outside the few that are allowed.</summary>
    public static Diagnostic NotOneOf(SourcePlace place, string path, string value, IReadOnlyList<string> allowed) =>
        new("ENVC0105", $"`{path}` cannot be `{value}`")
        {
            Place = place,
            Hint = NearNames.Hint(value, allowed) ?? $"it is one of {List(allowed)}",
        };

    /// <summary>An accelerator that there is not.</summary>
    public static Diagnostic NoAccelerator(SourcePlace place, string path, string name) =>
        new("ENVC0105", $"`{path}` cannot be `{name}`") { Place = place, Hint = Accelerators.Hint(name) };

    /// <summary>A number outside its range.</summary>
    public static Diagnostic OutOfRange(SourcePlace place, string path, long value, long least, long most) =>
        new("ENVC0106", $"`{path}` must be between {least} and {most}, not {value}") { Place = place };

    /// <summary>A text that is no duration.</summary>
    public static Diagnostic BadDuration(SourcePlace place, string path, string value) =>
        new("ENVC0107", $"`{path}` is not a duration: `{value}`")
        {
            Place = place,
            Hint = "write a number with a unit, such as `500ms`, `10s`, `5m` or `1h30m`",
        };

    /// <summary>A key that the design knows and this version does not.</summary>
    public static Diagnostic NotSupported(SourcePlace place, string what) =>
        new("ENVC0108", $"`{what}` is not supported yet")
        {
            Place = place,
            Hint = "remove it to go on without it",
        };

    /// <summary>A key of Flox's that means nothing for envc.</summary>
    public static Diagnostic NoEffect(SourcePlace place, string path) =>
        new("ENVC0109", $"`{path}` has no effect in envc") { Place = place, Severity = Severity.Warning };

    /// <summary>Neither <c>version</c> nor <c>schema-version</c>.</summary>
    public static Diagnostic NoVersion(SourcePlace place) =>
        new("ENVC0110", "the manifest does not say its version") { Place = place, Hint = "write `version = 1` at the top" };

    /// <summary>A version that this envc does not know, or both keys at once.</summary>
    public static Diagnostic UnknownVersion(SourcePlace place, string what) =>
        new("ENVC0111", $"{what} is not a manifest version that this envc knows")
        {
            Place = place,
            Hint = "write `version = 1`, or one of Flox's `schema-version = \"1.10.0\"` to `\"1.15.0\"`",
        };

    /// <summary>A service that says neither or both of command and backend.</summary>
    public static Diagnostic CommandOrBackend(SourcePlace place, string service, bool both) =>
        new("ENVC0112", $"service `{service}` has {(both ? "a `command` and a `backend`" : "no `command` and no `backend`")}")
        {
            Place = place,
            Hint = "give it exactly one of the two",
        };

    /// <summary>A key that means something only beside another.</summary>
    public static Diagnostic NeedsKey(SourcePlace place, string path, string other) =>
        new("ENVC0113", $"`{path}` needs the key `{other}` beside it") { Place = place };

    /// <summary>A model that is not in <c>[models]</c>.</summary>
    public static Diagnostic UnknownModel(SourcePlace place, string service, string model, IEnumerable<string> known) =>
        new("ENVC0114", $"service `{service}` uses the model `{model}`, which `[models]` does not have")
        {
            Place = place,
            Hint = NearNames.Hint(model, known),
        };

    /// <summary>A group that no package is in.</summary>
    public static Diagnostic UnknownGroup(SourcePlace place, string service, string group, IEnumerable<string> known) =>
        new("ENVC0115", $"service `{service}` runs in the group `{group}`, which no package is in")
        {
            Place = place,
            Hint = NearNames.Hint(group, known) ?? "put a package into it by `pkg-group`",
        };

    /// <summary>A daemon that cannot be stopped.</summary>
    public static Diagnostic DaemonWithoutShutdown(SourcePlace place, string service) =>
        new("ENVC0116", $"service `{service}` leaves a daemon behind and says no `shutdown.command` that stops it") { Place = place };

    /// <summary>A secret whose value stands in the manifest.</summary>
    public static Diagnostic SecretInManifest(SourcePlace place, string name) =>
        new("ENVC0117", $"the secret `{name}` must not have its value in the manifest")
        {
            Place = place,
            Hint = $"leave it out and put the value into `.envc/secrets/{name}`, or write `generate = \"hex32\"`",
        };

    /// <summary>A variable whose table says nothing, or two things.</summary>
    public static Diagnostic BadVariable(SourcePlace place, string name, string problem) =>
        new("ENVC0118", $"variable `{name}` {problem}") { Place = place };

    /// <summary>A name that cannot be one.</summary>
    public static Diagnostic BadName(SourcePlace place, string what, string name, string rule) =>
        new("ENVC0119", $"`{name}` cannot be the name of {what}") { Place = place, Hint = rule };

    /// <summary>A system of Flox's that is no Linux.</summary>
    public static Diagnostic SystemLeftOut(SourcePlace place, string system) =>
        new("ENVC0120", $"`{system}` is left out: envc is for Linux") { Place = place, Severity = Severity.Warning };

    /// <summary>A path that leaves the environment.</summary>
    public static Diagnostic PathOutside(SourcePlace place, string path, string value) =>
        new("ENVC0121", $"`{path}` must be a path inside the environment's directory, not `{value}`") { Place = place };

    /// <summary>A directory without a manifest.</summary>
    public static Diagnostic NoManifest(string directory, bool exists) =>
        new("ENVC0122", exists ? $"there is no manifest in `{directory}`" : $"there is no directory `{directory}`")
        {
            Hint = exists ? "an environment is a directory with a `manifest.toml`; name another by `-d DIR`" : null,
        };

    /// <summary>A lock file that is not JSON, or not of a lock's form.</summary>
    public static Diagnostic DamagedLock(SourcePlace place, string reason, bool hasMergeMarkers) =>
        new("ENVC0123", $"the lock file cannot be read: {reason}")
        {
            Place = place,
            Hint = hasMergeMarkers
                ? "it has the marks of a merge conflict: take either side, then run `envc lock`"
                : "take it from version control, or remove it and run `envc lock`",
        };

    /// <summary>A lock file of a newer envc.</summary>
    public static Diagnostic NewerLock(SourcePlace place, int version, int newest) =>
        new("ENVC0124", $"the lock file has version {version}, and this envc reads up to {newest}")
        {
            Place = place,
            Hint = "install a newer envc, or remove the lock and run `envc lock` to write one that this envc reads",
        };

    /// <summary>A lock file whose parts contradict each other.</summary>
    public static Diagnostic InconsistentLock(SourcePlace place, string problem) =>
        new("ENVC0125", $"the lock file contradicts itself: {problem}")
        {
            Place = place,
            Hint = "take it from version control, or remove it and run `envc lock`",
        };

    /// <summary>A text that does not have the form of its key.</summary>
    public static Diagnostic BadForm(SourcePlace place, string path, string wanted, string value) =>
        new("ENVC0126", $"`{path}` must be {wanted}, not `{value}`") { Place = place };

    /// <summary>A key that the declared version of Flox's schema does not have.</summary>
    public static Diagnostic NewerThanSchema(SourcePlace place, string path, string since, string declared) =>
        new("ENVC0127", $"`{path}` came with schema version {since}, and the manifest declares {declared}")
        {
            Place = place,
            Hint = $"write `schema-version = \"{since}\"`",
        };

    /// <summary>A section that no command of this version uses.</summary>
    public static Diagnostic ForLater(SourcePlace place, string what) =>
        new("ENVC0128", $"`{what}` is not used yet") { Place = place, Severity = Severity.Warning };

    /// <summary>A name that the section it refers to does not have.</summary>
    public static Diagnostic UnknownReference(SourcePlace place, string path, string section, string name, IEnumerable<string> known) =>
        new("ENVC0129", $"`{path}` names `{name}`, which `[{section}]` does not have") { Place = place, Hint = NearNames.Hint(name, known) };

    /// <summary>Services that can never start.</summary>
    public static Diagnostic ServicesInACircle(SourcePlace place, IReadOnlyList<string> circle) =>
        new("ENVC0130", $"these services wait for each other in a circle: {string.Join(" → ", circle.Select(name => $"`{name}`"))}") { Place = place };

    /// <summary>Two keys that exclude each other, or neither.</summary>
    public static Diagnostic OneOfTwo(SourcePlace place, string path, string first, string second) => ExactlyOne(place, path, [first, second]);

    /// <summary>Several keys that exclude each other, or none of them.</summary>
    public static Diagnostic ExactlyOne(SourcePlace place, string path, IReadOnlyList<string> keys) =>
        new("ENVC0131", $"`{path}` needs exactly one of {string.Join(", ", keys.SkipLast(1).Select(key => $"`{key}`"))} and `{keys[^1]}`") { Place = place };

    /// <summary>A liveness probe that looks at the log: a line that has come once says nothing of now.</summary>
    public static Diagnostic LiveByLog(SourcePlace place, string path) =>
        new("ENVC0131", $"`{path}` cannot tell whether the service still lives") { Place = place, Hint = "ask it by `http`, `tcp`, `unix`, `command` or `notify`" };

    /// <summary>A path of a service that does not say where it listens.</summary>
    public static Diagnostic PathWithoutEndpoint(SourcePlace place, string path, string value) =>
        new("ENVC0113", $"`{path}` is the path `{value}`, and only a service with the key `backend` says where it listens")
        {
            Place = place,
            Hint = "write the whole URL, such as `http://127.0.0.1:8080/health`",
        };

    /// <summary>An included environment of neither form.</summary>
    public static Diagnostic BadInclude(SourcePlace place, bool both) =>
        new("ENVC0132", $"an included environment has {(both ? "a `dir` and a `remote`" : "no `dir` and no `remote`")}")
        {
            Place = place,
            Hint = "write `{ dir = \"../common\" }` or `{ remote = \"registry.example/team/base\" }`",
        };

    /// <summary>Two included environments of one name.</summary>
    public static Diagnostic IncludedTwice(SourcePlace place, string name) =>
        new("ENVC0133", $"two included environments are named `{name}`") { Place = place, Hint = "give one of them another `name`" };

    /// <summary>A package of Nix.</summary>
    public static Diagnostic NixPackage(SourcePlace place, string path) =>
        new("ENVC0134", $"`{path}` is a Nix package, which envc does not install")
        {
            Place = place,
            Hint = "name a package of a catalog by `pkg-path`",
        };

    /// <summary>A package for a system that the environment is not made for.</summary>
    public static Diagnostic SystemNotWanted(SourcePlace place, string package, string system) =>
        new("ENVC0135", $"package `{package}` is for `{system}`, which `options.systems` does not have")
        {
            Place = place,
            Hint = $"add `{system}` to `options.systems`, or take it out here",
        };

    /// <summary>A package to install has an entry: a note where that asks for the same package, an error where it asks for another.</summary>
    public static Diagnostic InstalledAlready(SourcePlace place, string id, string present, string wanted) => present == wanted
        ? new("ENVC0136", $"`{id}` is installed already and stays as it is")
        {
            Severity = Severity.Warning,
            Place = place,
            Hint = $"`envc upgrade {id}` lets it move to a better version; another constraint is an edit of this line",
        }
        : new("ENVC0136", $"the install id `{id}` is taken by `{present}`") { Place = place, Hint = $"choose another for `{wanted}` with `--id`" };

    /// <summary>A package to remove has no entry, or several.</summary>
    public static Diagnostic NotInstalled(SourcePlace place, string name, IReadOnlyList<string> ids, IEnumerable<string> installed) =>
        new("ENVC0137", ids.Count == 0 ? $"nothing in `[install]` is `{name}`" : $"several entries of `[install]` ask for `{name}`")
        {
            Place = place,
            Hint = ids.Count == 0 ? NearNames.Hint(name, installed) : $"name one by its install id: {List(ids)}",
        };

    /// <summary>A package to remove is in the manifest only because an include has it.</summary>
    public static Diagnostic InstalledByInclude(SourcePlace place, string id, string include) =>
        new("ENVC0138", $"`{id}` comes from the include `{include}`")
        {
            Place = place,
            Hint = $"write `remove = [\"{KeyPath.Of("install", id).Replace("\"", "\\\"", StringComparison.Ordinal)}\"]` into its entry of `[include]`",
        };

    /// <summary>An included environment of which the lock has nothing.</summary>
    public static Diagnostic NotPinned(IncludeRequest request) =>
        new("ENVC0139", $"the included environment `{request.Name}` is not locked") { Place = request.Place, Hint = "`envc lock` fetches and locks it" };

    /// <summary>A key to take away from an include, which that does not have.</summary>
    public static Diagnostic NothingToRemove(SourcePlace place, string path, string include, IEnumerable<string> known) =>
        new("ENVC0140", $"the include `{include}` has no `{path}` to remove") { Place = place, Hint = NearNames.Hint(path, known) };

    /// <summary>A package stays, because an include has it too.</summary>
    public static Diagnostic StaysByInclude(SourcePlace place, string id, string include) =>
        new("ENVC0141", $"`{id}` stays: the include `{include}` has it too") { Place = place, Severity = Severity.Warning };

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));
}
