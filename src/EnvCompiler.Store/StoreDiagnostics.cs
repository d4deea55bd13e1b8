using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Store;

/// <summary>The store's problems: codes ENVC0300 to ENVC0399.</summary>
public static class StoreDiagnostics
{
    private const string NoSourceAnswers = "check the network, or name another mirror in `ENVC_DEBIAN_MIRROR`";

    // So many may be told one by one.
    private const int MostAlike = 3;

    /// <summary>No source has the artifact.</summary>
    /// <param name="package">What is wanted.</param>
    /// <param name="attempts">What each source said.</param>
    /// <param name="someAnswered">Whether a source answered that it has no such file.</param>
    public static Diagnostic CannotFetch(LockedPackage package, IReadOnlyList<Diagnostic> attempts, bool someAnswered) =>
        new("ENVC0300", $"cannot fetch `{package.Name}` {package.Version}: {Joined(attempts)}")
        {
            Fault = Fault.Outside,
            Hint = someAnswered
                ? "run `envc lock --upgrade` to lock a version that the mirrors hold"
                : NoSourceAnswers,
        };

    /// <summary>Without a network no package can be fetched: one message for all, where each would say the same.</summary>
    internal static IReadOnlyList<Diagnostic> Grouped(IReadOnlyList<Diagnostic> problems)
    {
        var silent = problems.Where(problem => problem is { Code: "ENVC0300", Hint: NoSourceAnswers }).ToList();
        if (silent.Count <= MostAlike)
            return problems;
        var one = new Diagnostic("ENVC0300", $"{silent.Count} packages cannot be fetched, since no source answers; for one: {silent[0].Message}")
        {
            Fault = Fault.Outside,
            Hint = NoSourceAnswers,
        };
        return [one, .. problems.Except(silent)];
    }

    /// <summary>Sources answer, but with other bytes than the lock names.</summary>
    public static Diagnostic WrongArtifact(LockedPackage package, IReadOnlyList<Diagnostic> attempts) =>
        new("ENVC0301", $"no source has `{package.Name}` {package.Version} as locked: {Joined(attempts)}")
        {
            Fault = Fault.Outside,
            Hint = "the mirror may be damaged or in the middle of an update; try another, or run `envc lock --upgrade`",
        };

    /// <summary>The artifact is as locked, but it is not a package that can be unpacked.</summary>
    /// <param name="package">The package.</param>
    /// <param name="reason">A clause about «it».</param>
    public static Diagnostic RefusedPackage(LockedPackage package, string reason) =>
        new("ENVC0302", $"`{package.Name}` {package.Version} cannot be unpacked: {reason}")
        {
            Fault = Fault.Outside,
            Hint = $"it is what the lock names, so the archive it came from is to blame: ask for another `version` of `{package.Name}`, or another suite",
        };

    /// <summary>No room.</summary>
    public static Diagnostic DiskFull(string store) =>
        new("ENVC0303", $"no space is left on the file system of the store `{store}`")
        {
            Fault = Fault.Outside,
            Hint = "make room, or put the store on another file system with `ENVC_STORE`; nothing half-written was kept",
        };

    /// <summary>The store cannot be written or read.</summary>
    public static Diagnostic StoreUnusable(string store, string reason) =>
        new("ENVC0304", $"the store `{store}` cannot be used: {reason}")
        {
            Fault = Fault.Outside,
            Hint = "check the permissions, or name another directory in `ENVC_STORE`",
        };

    /// <summary>Two packages bring different files of one name.</summary>
    public static Diagnostic FileConflict(string path, string first, string second) =>
        new("ENVC0305", $"`/{path}` is in both `{first}` and `{second}`")
        {
            Hint = "give one of them a lower `priority` in `[install]` (it wins), or put them into different groups",
        };

    /// <summary>One package has a directory where another has something else.</summary>
    /// <param name="path">Relative to the root.</param>
    /// <param name="kind">«a directory», «a symlink» or «a file»: what it is in the one.</param>
    /// <param name="first">The one.</param>
    /// <param name="otherKind">What it is in the other.</param>
    /// <param name="second">The other.</param>
    public static Diagnostic KindConflict(string path, string kind, string first, string otherKind, string second) =>
        new("ENVC0305", $"`/{path}` is {kind} in `{first}` and {otherKind} in `{second}`")
        {
            Hint = "put them into different groups with `pkg-group`: no `priority` settles what would become of the directory's files",
        };

    /// <summary>A maintainer script that nobody has reviewed.</summary>
    /// <param name="package">Package id.</param>
    /// <param name="script"><c>preinst</c> or <c>postinst</c>.</param>
    /// <param name="line">The first line that was not understood.</param>
    /// <param name="hash">Under which the rest of the script would be reviewed.</param>
    public static Diagnostic UnknownScript(string package, string script, string line, string hash) =>
        new("ENVC0306", $"the `{script}` of `{package}` was not run and is not known to be needless: `{line}`")
        {
            Severity = Severity.Warning,
            Hint = $"`envc scripts --json` shows all of its commands; what the package misses can be done in `hook.on-activate`, and a report to envc with {hash} gets it reviewed",
        };

    /// <summary>An effect that this root has no place for.</summary>
    public static Diagnostic EffectSkipped(string effect, string reason) =>
        new("ENVC0307", $"`{effect}` was left out: {reason}") { Severity = Severity.Warning };

    /// <summary>The root's own <c>ldconfig</c> did not work.</summary>
    public static Diagnostic NoLinkerCache(string reason) =>
        new("ENVC0308", $"the root has no linker cache: {reason}")
        {
            Severity = Severity.Warning,
            Hint = "libraries outside of the default directories will not be found",
        };

    /// <summary>The lock was not made for the target.</summary>
    public static Diagnostic NotLocked(Target target) =>
        new("ENVC0309", $"the lock has nothing for `{target}`") { Hint = "add it to `options.targets` and run `envc lock`" };

    /// <summary>The lock names what this version cannot unpack.</summary>
    public static Diagnostic UnknownKind(LockedPackage package) =>
        new("ENVC0310", $"`{package.Id}` is of the kind `{package.Kind}`, which this version of envc cannot unpack");

    /// <summary>A program that scripts run and the root has to do without.</summary>
    /// <param name="program">Its name.</param>
    /// <param name="loss">What the root misses, a clause.</param>
    /// <param name="packages">Ids of the packages whose scripts run it.</param>
    public static Diagnostic WorkSkipped(string program, string loss, IReadOnlyList<string> packages) =>
        new("ENVC0311", $"`{program}` was not run for {Named(packages)}: {loss}") { Severity = Severity.Warning };

    /// <summary>The head of a package cannot be read.</summary>
    /// <param name="package">Package id.</param>
    /// <param name="reason">Why.</param>
    public static Diagnostic ScriptsUnread(string package, string reason) =>
        new("ENVC0312", $"the scripts of `{package}` cannot be read: {reason}") { Severity = Severity.Warning };

    /// <summary>A choice for a generic name that no root has.</summary>
    /// <param name="name">As written.</param>
    /// <param name="known">The names there are.</param>
    public static Diagnostic UnknownAlternative(string name, IReadOnlyList<string> known) =>
        new("ENVC0313", $"`options.alternatives` names `{name}`, for which no package of the environment has alternatives")
        {
            Hint = NearNames.Hint(name, known) ?? (known.Count == 0 ? "there are none at all" : $"there are {Joined(known)}"),
        };

    /// <summary>A choice that is none of those there are.</summary>
    /// <param name="name">The generic name.</param>
    /// <param name="choice">As written.</param>
    /// <param name="choices">Those there are, in words.</param>
    public static Diagnostic UnknownChoice(string name, string choice, IReadOnlyList<string> choices) =>
        new("ENVC0314", $"`{choice}` is no alternative for `{name}`") { Hint = $"there are {Joined(choices)}; another needs its package in `[install]`" };

    /// <summary>A program of the root that makes a cache did not work.</summary>
    /// <param name="program">Its path in the root.</param>
    /// <param name="reason">A clause.</param>
    /// <param name="loss">What the root misses, a clause.</param>
    public static Diagnostic CacheFailed(string program, string reason, string loss) =>
        new("ENVC0315", $"`/{program}` did not work, and {loss}: {reason}") { Severity = Severity.Warning };

    /// <summary>A native catalog does not have an artifact as it is locked.</summary>
    /// <param name="package">The package.</param>
    /// <param name="reason">A clause.</param>
    public static Diagnostic NoCatalogArtifact(LockedPackage package, string reason) =>
        new("ENVC0316", $"the catalog `{package.Catalog}` does not have `{package.Name}` {package.Version} as locked: {reason}")
        {
            Hint = "publish the build into it again, or `envc lock --upgrade` to lock what it has now",
        };

    /// <summary>A file that is not a package which envc can unpack.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reason">A clause about «it».</param>
    public static Diagnostic NotAPackage(string file, string reason) =>
        new("ENVC0317", $"`{file}` is not a Debian package: {reason}") { Hint = "`envc build NAME` makes one, and so does `dpkg-deb --build`" };

    /// <summary>Something in a tree that a package cannot hold.</summary>
    /// <param name="path">The path.</param>
    public static Diagnostic CannotPack(string path) =>
        new("ENVC0318", $"`{path}` is neither a file, nor a directory, nor a symlink") { Hint = "packages hold no devices, pipes and sockets: remove it at the end of the command" };

    /// <summary>An environment whose generations or lock cannot be read, so that nothing can be collected.</summary>
    /// <param name="environment">Its directory.</param>
    /// <param name="reason">What is wrong.</param>
    public static Diagnostic UnknownNeeds(string environment, string reason) =>
        new("ENVC0319", $"what the environment in `{environment}` needs cannot be told, so nothing is removed: {reason}")
        {
            Hint = $"make it readable and whole; `envc gc --forget {environment}` goes on without it, and what only it needs is removed",
        };

    /// <summary>An environment whose file system is not there, so that nothing can be collected.</summary>
    /// <param name="environment">Its directory.</param>
    public static Diagnostic EnvironmentUnreachable(string environment) =>
        new("ENVC0320", $"the environment in `{environment}` is on a file system that is not there now, so nothing is removed")
        {
            Hint = $"mount it; `envc gc --forget {environment}` goes on without it, and what only it needs is removed",
        };

    /// <summary>A warning: somebody makes an image or an export, so that nobody can tell what of those things will be needed.</summary>
    public static Diagnostic DerivedStay() =>
        new("ENVC0324", "roots, layers of images, launchers and roots of units stay, because an image or an export is being made from this store, or it is verified")
        {
            Severity = Severity.Warning,
            Hint = "run `envc gc` again when that has ended",
        };

    /// <summary>Exported units that cannot be read, so that nothing can be collected.</summary>
    /// <param name="directory">Where they were written.</param>
    /// <param name="reason">What is wrong.</param>
    public static Diagnostic UnknownUnits(string directory, string reason) =>
        new("ENVC0325", $"what the units of systemd in `{directory}` need cannot be told, so nothing is removed: {reason}")
        {
            Hint = $"make it readable; `envc gc --forget {directory}` goes on without it, and what only these units need is removed",
        };

    /// <summary>A package's artifact or object is not what it was when it was verified.</summary>
    /// <param name="package">The package.</param>
    /// <param name="reason">A clause: what is wrong.</param>
    public static Diagnostic DamagedPackage(LockedPackage package, string reason) =>
        new("ENVC0326", $"`{package.Name}` {package.Version} is damaged in the store: {reason}")
        {
            Fault = Fault.Outside,
            Hint = "`envc store verify --repair` fetches it again; check the disk",
        };

    /// <summary>A record of an object or a root is not what was written.</summary>
    /// <param name="damaged">Which.</param>
    internal static Diagnostic DamagedRecord(DamagedFileException damaged) => new("ENVC0327", damaged.Message) { Fault = Fault.Outside, Hint = damaged.Remedy };

    /// <summary>Libraries that the launcher needs and no root of the target has.</summary>
    /// <param name="names">Their names.</param>
    public static Diagnostic NoLauncherLibrary(IReadOnlyList<string> names) =>
        new("ENVC0321", $"`envc-run` cannot run where no envc is: no group of the target has {Joined(names)}")
        {
            Hint = "its libraries come from the lock: add `libc6`, `libstdc++6` and `libssl3t64` of a Debian catalog to `[install]`",
        };

    /// <summary>The launcher, or the loader for it, is not a file that can be made to find the other.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reason">A clause about «it».</param>
    public static Diagnostic UnusableLauncher(string file, string reason) =>
        new("ENVC0322", $"`{file}` cannot be used where no envc is: {reason}")
        {
            Hint = "the launcher must be the `envc-run` that was built with this envc, and the loader that of glibc 2.36 or newer from a Debian catalog",
        };

    /// <summary>zstd layers are wanted, and the lock's libzstd does not compress here.</summary>
    /// <param name="reason">A clause about «it».</param>
    public static Diagnostic NoZstd(string reason) =>
        new("ENVC0323", $"layers cannot be compressed by zstd: the compressor is the lock's `libzstd.so.1`, and {reason}")
        {
            Hint = "add `libzstd1` of a Debian catalog to `[install]`, or leave `--compression` out for gzip",
        };

    private static string Joined(IReadOnlyList<string> names) => string.Join(", ", names.Select(name => $"`{name}`"));

    private static string Named(IReadOnlyList<string> packages) =>
        packages.Count <= 3
            ? string.Join(", ", packages.Select(package => $"`{package}`"))
            : $"`{packages[0]}`, `{packages[1]}` and {packages.Count - 2} other packages";

    private static string Joined(IReadOnlyList<Diagnostic> attempts) =>
        attempts.Count == 0 ? "there is no source to ask" : string.Join("; ", attempts.Select(attempt => attempt.Message));
}
