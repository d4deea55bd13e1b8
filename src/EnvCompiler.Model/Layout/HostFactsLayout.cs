namespace EnvCompiler.Model.Layout;

/// <summary>
/// <c>.envc/hosts/HOST-UID/</c>: what a generation must not hold because it is true on one host for one user only. The generated scripts
/// read it with the shell's own <c>read</c>, so every file is plain text.
/// <code>
/// project                    absolute real path of the environment
/// store -> STORE             where roots are
/// target                     TARGET, boot id, driver version or "none", CUDA_VISIBLE_DEVICES ("-" unset, "*" any), "chosen" or "fallback", reason: a line each
/// named                      the same of a target that `ENVC_TARGET` named: it is taken only where that names one
/// run                        base of run directories, the environment, its run directory: a line each
/// fingerprint                the facts that everything here was made from
/// store-places               every place where the host shows the store, a line each
/// way                        the way into a root that is taken here, and what is known about each
/// arguments/GROUP-ROOTID     options of bwrap, each ended by NUL
/// proot/GROUP-ROOTID/        where proot is the way in: its options, a private copy of the root, an empty file system to bind into
/// files/GROUP-ROOTID/        files bound into the root's /etc: passwd, group, ca-certificates.crt
/// env/N/SYSTEM/ACCELERATOR/  ENVC_ENV: bin, share, lib, include, etc as links
/// </code>
/// </summary>
/// <param name="Directory"><see cref="EnvironmentLayout.HostFacts"/>.</param>
public sealed record HostFactsLayout(string Directory)
{
    /// <summary><c>project</c>.</summary>
    public string Project => Path.Combine(Directory, "project");

    /// <summary><c>store</c>, a symlink.</summary>
    public string Store => Path.Combine(Directory, "store");

    /// <summary><c>target</c>.</summary>
    public string Target => Path.Combine(Directory, "target");

    /// <summary><c>named</c>.</summary>
    public string NamedTarget => Path.Combine(Directory, "named");

    /// <summary><c>run</c>.</summary>
    public string Run => Path.Combine(Directory, "run");

    /// <summary><c>fingerprint</c>.</summary>
    public string Fingerprint => Path.Combine(Directory, "fingerprint");

    /// <summary><c>store-places</c>.</summary>
    public string StorePlaces => Path.Combine(Directory, "store-places");

    /// <summary><c>way</c>.</summary>
    public string Way => Path.Combine(Directory, "way");

    /// <summary><c>proot/GROUP-ROOTID</c>.</summary>
    public string Proot(string group, string rootId) => Path.Combine(Directory, "proot", $"{group}-{rootId}");

    /// <summary><c>arguments/GROUP-ROOTID</c>.</summary>
    public string Arguments(string group, string rootId) => Path.Combine(Directory, "arguments", $"{group}-{rootId}");

    /// <summary><c>files/GROUP-ROOTID</c>: composed files that are bound into the root's <c>/etc</c>.</summary>
    public string Files(string group, string rootId) => Path.Combine(Directory, "files", $"{group}-{rootId}");

    /// <summary><c>env/N</c>.</summary>
    public string Env(int generation) => Path.Combine(Directory, "env", generation.ToString());

    /// <summary><c>env/N/SYSTEM/ACCELERATOR</c>.</summary>
    public string Env(int generation, Targets.Target target) => Path.Combine(Env(generation), target.System, target.Accelerator);
}
