using System.Globalization;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Model.Layout;

/// <summary>
/// Where everything of one environment lies. Pure path arithmetic.
/// <code>
/// DIR/manifest.toml  manifest.lock
/// DIR/.envc/current -> generations/N            one rename switches
///           generations/N/                      immutable after its rename into place
///               manifest.toml manifest.lock generation.json activate
///               hook/ profile/                  scripts of the manifest
///               targets/SYSTEM/ACCELERATOR/{activate,activation.json,enter,*.pl,bin/,services.json}
///           history.jsonl                       author, host, time, command of every switch
///           switch                              a switch whose manifest and lock may not have followed yet
///           edit                                manifest and lock of an edit that may not have reached them yet
///           edits/TIME/                         manifest and lock that a switch replaced and no generation has
///           replacing/                          generations that take the place of others, until all have
///           replaced/TIME/                      generations whose place others took, with history, manifest and lock of then
///           upstream.json                       where it was pushed to or pulled from
///           secrets/NAME                        0600, directory 0700
///           cache/                              ENVC_ENV_CACHE; cache/var/GROUP is the root's writable /var
///           hosts/HOST-UID/                     facts of one host and user: recorded target, way in, namespace
///           build/NAME.deb                      what `envc build NAME` made; NAME/ while it runs
///           log/                                services/NAME.log, supervisor.log
///           lock                                flock: one writer
/// </code>
/// <c>secrets</c>, <c>cache</c>, <c>hosts</c>, <c>build</c> and <c>log</c> are below <see cref="LocalState"/>.
/// A manifest may also lie in <c>.envc/env</c>, with its lock beside it, or in <c>.flox/env</c>, where the lock beside it is Flox's.
/// </summary>
/// <param name="Directory">Absolute directory of the environment; paths in the manifest are relative to it.</param>
public sealed record EnvironmentLayout(string Directory)
{
    /// <summary><c>manifest.toml</c>.</summary>
    public string Manifest { get; init; } = Path.Combine(Directory, "manifest.toml");

    /// <summary><c>manifest.lock</c>.</summary>
    public string Lock { get; init; } = Path.Combine(Directory, "manifest.lock");

    /// <summary><c>.envc</c>.</summary>
    public string State => Path.Combine(Directory, ".envc");

    /// <summary>What programs of this host and user write: <c>.envc</c>, or a directory of the user's cache where that is not theirs to write.</summary>
    public string LocalState { get; init; } = Path.Combine(Directory, ".envc");

    /// <summary><c>.envc/generations</c>.</summary>
    public string Generations => Path.Combine(State, "generations");

    /// <summary><c>.envc/current</c>, a symlink to the live generation, relative.</summary>
    public string Current => Path.Combine(State, "current");

    /// <summary><c>.envc/history.jsonl</c>.</summary>
    public string History => Path.Combine(State, "history.jsonl");

    /// <summary><c>.envc/switch</c>.</summary>
    public string Switch => Path.Combine(State, "switch");

    /// <summary><c>.envc/edit</c>.</summary>
    public string Edit => Path.Combine(State, "edit");

    /// <summary><c>.envc/edits</c>: a directory for what each switch replaced and no generation has.</summary>
    public string Edits => Path.Combine(State, "edits");

    /// <summary><c>.envc/replacing</c>.</summary>
    public string Replacing => Path.Combine(State, "replacing");

    /// <summary><c>.envc/replaced</c>.</summary>
    public string Replaced => Path.Combine(State, "replaced");

    /// <summary><c>.envc/upstream.json</c>: where it was pushed to or pulled from.</summary>
    public string Upstream => Path.Combine(State, "upstream.json");

    /// <summary>The commands that packages bring to the roots of a generation that was pulled: the store may never have had all of these.</summary>
    public string PulledCommands(int generation) => Path.Combine(State, "pulled", $"{generation.ToString(CultureInfo.InvariantCulture)}.json");

    /// <summary><c>.envc/secrets</c>.</summary>
    public string Secrets => Path.Combine(LocalState, "secrets");

    /// <summary><c>.envc/cache</c> (<c>ENVC_ENV_CACHE</c>).</summary>
    public string Cache => Path.Combine(LocalState, "cache");

    /// <summary><c>CUDA_CACHE_MAXSIZE</c> in bytes: the most that the driver can be told to keep, 4 GiB. Its own 1 GiB is soon full.</summary>
    public const string CudaCacheSize = "4294967296";

    /// <summary>What NVIDIA's driver compiled of PTX, <c>CUDA_CACHE_PATH</c>: a first start takes minutes where a second one takes seconds.</summary>
    public string CudaCache => Path.Combine(Cache, "cuda");

    /// <summary><c>.envc/log</c>.</summary>
    public string Log => Path.Combine(LocalState, "log");

    /// <summary><c>.envc/build/NAME.deb</c>: the package that <c>envc build NAME</c> made.</summary>
    public string BuiltPackage(string name) => Path.Combine(LocalState, "build", name + ".deb");

    /// <summary><c>.envc/build/NAME</c>: where that is made.</summary>
    public string BuildDirectory(string name) => Path.Combine(LocalState, "build", name);

    /// <summary><c>.envc/lock</c>.</summary>
    public string WriterLock => Path.Combine(State, "lock");

    /// <summary><c>.envc/generations/N</c>.</summary>
    public string Generation(int number) => Path.Combine(Generations, number.ToString());

    /// <summary><c>.envc/generations/N/targets/SYSTEM/ACCELERATOR</c>.</summary>
    public string TargetOf(int generation, Target target) =>
        Path.Combine(Generation(generation), "targets", target.System, target.Accelerator);

    /// <summary><c>.envc/hosts</c>.</summary>
    public string HostFactsOfAll => Path.Combine(LocalState, "hosts");

    /// <summary><c>.envc/hosts/HOST-UID</c>: facts of one host and user.</summary>
    public string HostFacts(string hostName, uint userId) => Path.Combine(HostFactsOfAll, $"{hostName}-{userId}");

    /// <summary><c>.envc/cache/var/GROUP</c>: the writable /var of a group's root.</summary>
    public string VarOf(string group) => Path.Combine(Cache, "var", group);

    /// <summary><c>.envc/log/services/NAME.log</c>.</summary>
    public string ServiceLog(string service) => Path.Combine(Log, "services", service + ".log");
}
