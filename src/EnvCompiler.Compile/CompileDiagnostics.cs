using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile;

/// <summary>Problems of compiling, ENVC04xx.</summary>
public static class CompileDiagnostics
{
    internal static Diagnostic VariablesInACircle(ManifestSource source, IReadOnlyList<string> circle) =>
        new("ENVC0401", $"variables refer to each other in a circle: {string.Join(" → ", circle.Select(name => $"`{name}`"))}")
        {
            Place = source.PlaceOf($"vars.{circle[0]}"),
        };

    internal static Diagnostic ReservedVariable(ManifestSource source, string name) =>
        new("ENVC0402", $"`{name}` is set by envc itself")
        {
            Place = source.PlaceOf($"vars.{name}"),
        };

    internal static Diagnostic SameCommandTwice(ManifestSource source, string command, string firstId, string secondId) =>
        new("ENVC0403", $"`{command}` comes from `{firstId}` and from `{secondId}` with the same priority; the first one is used")
        {
            Severity = Severity.Warning,
            Place = source.PlaceOf($"install.{secondId}"),
            Hint = $"set `{secondId}.priority` or `{firstId}.priority`; the lower one wins",
        };

    internal static Diagnostic UnknownBackend(ManifestSource source, string service, string backend, IEnumerable<string> known) =>
        new("ENVC0411", $"there is no backend `{backend}`")
        {
            Place = source.PlaceOf($"services.{service}.backend"),
            Hint = NearNames.Hint(backend, known) ?? $"known backends: {string.Join(", ", known.Order(StringComparer.Ordinal))}",
        };

    internal static Diagnostic UnknownSetting(
        ManifestSource source, string service, string setting, string backend, IEnumerable<string> known) =>
        new("ENVC0412", $"backend `{backend}` has no setting `{setting}`")
        {
            Place = source.PlaceOf($"services.{service}.settings.{setting}"),
            Hint = NearNames.Hint(setting, known, 3),
        };

    internal static Diagnostic BadSetting(ManifestSource source, string service, string setting, string value, string problem) =>
        new("ENVC0413", $"`{setting}` cannot be `{value}`: {problem}")
        {
            Place = source.PlaceOf($"services.{service}.settings.{setting}"),
        };

    internal static Diagnostic UnknownGroup(ManifestSource source, string service, string group, IEnumerable<string> known) =>
        new("ENVC0414", $"service `{service}` runs in group `{group}`, which has no packages")
        {
            Place = source.PlaceOf($"services.{service}.group"),
            Hint = NearNames.Hint(group, known) ?? $"groups: {string.Join(", ", known)}",
        };

    internal static Diagnostic ServerMissing(ManifestSource source, string service, string backend, string server, string group) =>
        new("ENVC0415", $"backend `{backend}` needs `{server}`, and no package of group `{group}` brings it")
        {
            Place = source.PlaceOf($"services.{service}.backend"),
            Hint = "add the engine's package to `[install]`",
        };

    internal static Diagnostic SecretSetting(ManifestSource source, string service, string setting, string variable) =>
        new("ENVC0416", $"`{setting}` is a secret and cannot be a setting")
        {
            Place = source.PlaceOf($"services.{service}.settings.{setting}"),
            Hint = $"write `{variable} = {{ secret = true, generate = \"hex32\" }}` in `[vars]`",
        };

    internal static Diagnostic ModelLeftOut(ManifestSource source, string service, string model, Target target) =>
        new("ENVC0417", $"service `{service}` uses the model `{model}`, whose `when` leaves it out for `{target}`")
        {
            Place = source.PlaceOf($"services.{service}.model"),
            Hint = "give the service a `when` that leaves it out there too",
        };

    internal static Diagnostic DependencyElsewhere(ManifestSource source, string service, string dependency, Target target) =>
        new("ENVC0418", $"service `{service}` depends on `{dependency}`, which is not for `{target.System}`")
        {
            Place = source.PlaceOf($"services.{service}.depends-on.{dependency}"),
            Hint = "give both the same `systems`",
        };

    internal static Diagnostic NoSuchGeneration(int number, IReadOnlyList<int> present) =>
        new("ENVC0431", $"there is no generation {number}")
        {
            Hint = present.Count == 0 ? "run `envc build`" : $"generations: {Ranges.Of(present)}",
        };

    internal static Diagnostic EnvironmentInUse(string directory, string holder) =>
        new("ENVC0432", $"another envc works on the environment in `{directory}`: {FileLock.Describe(holder)}")
        {
            Hint = "without `--no-wait` this one waits until that is done",
        };

    internal static Diagnostic NothingToRollBackTo(int? live) =>
        new("ENVC0433", live is null ? "there is no generation yet" : $"no other generation that is still there was live before generation {live}") { Hint = "`envc generations list` shows what there is" };

    /// <summary>A warning: files of the live generation were not those that it was compiled to.</summary>
    public static Diagnostic DamagedGeneration(int number, int anew) =>
        new("ENVC0443", $"files of generation {number} are damaged; it is made anew as generation {anew}") { Severity = Severity.Warning, Hint = "check the disk, and who writes into `.envc/generations`" };

    internal static Diagnostic UnitTaken(string file, string owner) =>
        new("ENVC0434", owner.Length == 0 ? $"the unit `{file}` was not written by envc" : $"the unit `{file}` is of the environment in {owner}")
        {
            Hint = "`--name NAME` gives this environment's units another name",
        };

    /// <summary>A program that an image must have and no package of the group brings.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="reason">Who needs it, a clause.</param>
    /// <param name="group">The group.</param>
    public static Diagnostic NoProgramForImage(string program, string reason, string group) =>
        new("ENVC0440", $"the image needs `{program}`, which no package of group `{group}` brings: {reason}") { Hint = "add the package that has it to `[install]`" };

    /// <summary>Services whose groups have roots of their own: an image has one.</summary>
    /// <param name="groups">The groups.</param>
    public static Diagnostic SeveralGroupsInImage(IReadOnlyList<string> groups) =>
        new("ENVC0441", $"services run in the groups {string.Join(", ", groups.Select(group => $"`{group}`"))}, and an image has one root")
        {
            Hint = "put their packages into one group, or make an environment of each group and an image of each environment",
        };

    /// <summary>Arguments of the entry point that are no services.</summary>
    /// <param name="source">The manifest.</param>
    /// <param name="unknown">They.</param>
    public static Diagnostic UnknownImageService(ManifestSource source, IReadOnlyList<string> unknown) =>
        new("ENVC0442", $"`containerize.config.cmd` names {string.Join(", ", unknown.Select(name => $"`{name}`"))}, which is no service")
        {
            Place = source.PlaceOf("containerize.config.cmd"),
            Hint = "the entry point of an image runs services: name those to run, or leave `cmd` out for all; another program becomes a service of `[services]`",
        };
}
