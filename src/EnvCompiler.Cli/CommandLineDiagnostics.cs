using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli;

/// <summary>Codes 09xx: the command line, and failures of the machine that no stage explained better.</summary>
internal static class CommandLineDiagnostics
{
    public static Diagnostic Usage(string message, string command) =>
        new("ENVC0901", message.TrimEnd('.')) { Hint = $"`{command} --help` lists what it takes" };

    public static Diagnostic DiskFull(DiskFullException failure) =>
        new("ENVC0902", failure.Message)
        {
            Fault = Fault.Outside,
            Hint = "free some space and run the same command again: what was finished is kept, nothing half-written is",
        };

    public static Diagnostic PermissionDenied(UnauthorizedAccessException failure) =>
        new("ENVC0903", failure.Message) { Hint = "run as the owner, or choose another store with `ENVC_STORE`; an environment that is built can be used without writing to it" };

    public static Diagnostic InputOutput(IOException failure) => new("ENVC0904", failure.Message) { Fault = Fault.Outside };

    public static Diagnostic DamagedFile(DamagedFileException failure) => new("ENVC0997", failure.Message) { Fault = Fault.Outside, Hint = failure.Remedy };

    public static Diagnostic Bug(Exception failure) =>
        new("ENVC0905", $"envc failed in a way it should not: {failure}")
        {
            Fault = Fault.Outside,
            Hint = "this is a bug of envc: please report it with the text above",
        };

    public static Diagnostic Stale(SourcePlace place) =>
        new("ENVC0906", "the lock does not fit the manifest any more") { Place = place, Hint = "`envc lock` makes it fit" };

    public static Diagnostic NotBuilt(string directory) =>
        new("ENVC0907", $"the environment in `{directory}` has no generation yet") { Hint = "`envc build` makes one" };

    public static Diagnostic NothingRuns() =>
        new("ENVC0908", "no services of this environment are running") { Hint = "`envc activate -s` or `envc services start` starts them" };

    public static Diagnostic NoEndpoint(string service) =>
        new("ENVC0909", $"the service `{service}` has no address that envc knows")
        {
            Hint = "`envc chat` needs a service with a `backend`",
        };

    public static Diagnostic NotReady(string service, string state) =>
        new("ENVC0910", $"the service `{service}` is not ready: it is {state}") { Hint = $"`envc services logs {service}` shows what it says" };

    public static Diagnostic Ambiguous(IEnumerable<string> services) =>
        new("ENVC0911", $"several services could answer: {string.Join(", ", services.Select(name => $"`{name}`"))}")
        {
            Hint = "name one: `envc chat SERVICE PROMPT`",
        };

    public static Diagnostic NotInActivation() =>
        new("ENVC0912", "services would stop at once: no activation of this environment is in this shell")
        {
            Hint = "`envc services start --detach` lets them run until `envc services stop`; `envc activate -s` starts them for a command or a shell",
        };

    public static Diagnostic ServicesNeedProcess() =>
        new("ENVC0913", "services need an activation that envc can watch, and standard output is not a terminal here")
        {
            Hint = "`envc activate -s -- CMD`, or `eval \"$(envc activate)\"` and then `envc services start`",
        };

    public static Diagnostic PureNeedsProcess() =>
        new("ENVC0921", "`--pure` cannot take variables from the shell that evaluates the script")
        {
            Hint = "`envc activate --pure -- CMD`, or `envc activate --pure` in a terminal",
        };

    public static Diagnostic PinNeedsProcess(int generation) =>
        new("ENVC0934", "`-g` is for a command or a shell of envc's, and standard output is not a terminal here")
        {
            Hint = $"`envc activate -g {generation} -- CMD`; `. .envc/generations/{generation}/activate` gives a shell its variables, hook and profile",
        };

    public static Diagnostic Pinned(int generation) =>
        new("ENVC0935", $"this is generation {generation} as it is (`activate -g`), and nothing can be changed from inside")
        {
            Hint = $"leave it first; `envc switch {generation}` makes it the one to go on from",
        };

    public static Diagnostic DamagedStore(string store, int count, bool wasRepaired) =>
        new("ENVC0936", $"the store `{store}` is damaged in {count} {(count == 1 ? "place" : "places")}")
        {
            Fault = Fault.Outside,
            Hint = wasRepaired ? "the table says why each could not be made whole" : "`envc store verify --repair` fetches them again; check the disk",
        };

    public static Diagnostic NothingActive() =>
        new("ENVC0922", "no environment is active in this shell") { Hint = "`envc activate` makes one active" };

    public static Diagnostic EnvironmentExists(string manifest) =>
        new("ENVC0916", $"there is an environment already: `{manifest}`") { Hint = "edit its manifest, or choose another directory with `-d`" };

    public static Diagnostic NothingFound(string what, IReadOnlyList<string> near) =>
        new("ENVC0914", $"there is no package `{what}` in the catalogs")
        {
            Hint = near.Count > 0 ? $"names near it: {string.Join(", ", near.Select(name => $"`{name}`"))}" : null,
        };

    public static Diagnostic NotLocked(string name, IEnumerable<string> known) =>
        new("ENVC0920", $"`{name}` is neither a package of the lock, nor an install id, nor a service") { Hint = NearNames.Hint(name, known, count: 3) };

    public static Diagnostic OldGeneration(int generation) =>
        new("ENVC0932", $"generation {generation} is not what the manifest says now")
        {
            Severity = Severity.Warning,
            Hint = "`envc build` makes the one that will be started",
        };

    public static Diagnostic NotCompiled(string service) =>
        new("ENVC0933", $"the service `{service}` is in the manifest, and not in a generation for this host") { Hint = "`envc build` makes one that has it, where its `systems` allow" };

    public static Diagnostic NothingToInspect(string name, IEnumerable<string> known) =>
        new("ENVC0930", $"`{name}` is neither a file, nor a directory, nor a package of the lock, nor an install id") { Hint = NearNames.Hint(name, known, count: 3) };

    public static Diagnostic NoSuchPath(string path) =>
        new("ENVC0931", $"there is no file or directory `{path}`") { Hint = "a package of the environment is named without a slash" };

    public static Diagnostic OnlyProvided(string name, IReadOnlyList<string> providers) =>
        new("ENVC0915", $"`{name}` is a virtual package: it has no version of its own")
        {
            Hint = $"provided by {string.Join(", ", providers.Select(provider => $"`{provider}`"))}",
        };

    public static Diagnostic NoConfiguration(string path) =>
        new("ENVC0960", $"`ENVC_CONFIG` names a file that is not there: `{path}`");

    public static Diagnostic PlainHttpForbidden(string repository, string file) =>
        new("ENVC0961", $"`{repository}` may not be reached by HTTP without TLS: `{file}` forbids it");

    public static Diagnostic ReplacedInUse(IReadOnlyList<int> generations) =>
        new("ENVC0964", $"{(generations.Count == 1 ? "generation" : "generations")} {string.Join(", ", generations)} of this environment would become another one while it is in use")
        {
            Hint = "`envc status` names the activations: leave them, `envc services stop`, and pull again",
        };

    public static Diagnostic RemoteDenied(string repository, string file, string pattern) =>
        new("ENVC0962", $"environments of `{repository}` may not be run: `{file}` denies `{pattern}`");

    public static Diagnostic RemoteUntrusted(string repository) =>
        new("ENVC0963", $"nobody has agreed yet to run environments of `{repository}`")
        {
            Hint = $"`--trust` agrees for this once; `allow = [\"{repository}\"]` in `[trust]` of the configuration, or a yes at a terminal, for good",
        };

    public static Diagnostic RemoteAsPulled(Diagnostic reason, int live) =>
        new("ENVC0965", $"{reason.Message}; generation {live} is run as it was pulled before") { Severity = Severity.Warning };

    public static Diagnostic CatalogNotBrought(string location) =>
        new("ENVC0966", $"the native catalog `{location}` was not read yet, and no network is to be used") { Hint = "run it once without `--offline`" };

    public static Diagnostic NoDirectoryForArchive(string directory) =>
        new("ENVC0993", $"`-o`: `{directory}` is not a directory, so no archive can be written there") { Hint = $"`mkdir -p {directory}`, or name another file" };

    public static Diagnostic LayoutIsFile(string path) =>
        new("ENVC0994", $"`-o`: `{path}` is a file, and an OCI layout is a directory") { Hint = "a name that ends in `.tar` makes an archive; for a layout name a directory, or what does not exist yet" };

    public static Diagnostic NoContainerTool(string? wanted) =>
        new("ENVC0995", wanted is null ? "neither `docker` nor `podman` is on PATH" : $"`{wanted}` is not on PATH")
        {
            Hint = "`-o FILE.tar` writes an archive that `docker load -i` and `podman load -i` of another machine read; `--push REF` brings the images to a registry",
        };

    public static Diagnostic ContainerToolFailed(string tool, string? other, string said) =>
        new("ENVC0996", $"`{tool} load` did not take the image: {(said.Trim() is { Length: > 0 } text ? text.Split('\n')[^1] : "it ended with a failure")}")
        {
            Hint = $"when `{tool} info` works, run the same command again; {(other is null ? "`-o FILE.tar` writes what it would load" : $"`--load {other}` gives the images to `{other}`")}",
            Fault = Fault.Outside,
        };
}
