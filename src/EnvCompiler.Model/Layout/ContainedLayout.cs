namespace EnvCompiler.Model.Layout;

/// <summary>
/// Where things lie inside an image, a unit's root or a pod. Pure path arithmetic.
/// <code>
/// /.envc/envc-run                 the launcher, with its own loader and libraries beside it
///        bin/BACKEND-STEP         the backend scripts: links to the launcher, which looks at argv[0]
///        environment/environment.json     the target (Contained/ContainedEnvironment)
///                    hook/                its scripts, where bash must run them
/// /srv                            the project: working directory, relative paths of the manifest start here
/// /var/cache/envc                 ENVC_ENV_CACHE
/// </code>
/// </summary>
public static class ContainedLayout
{
    /// <summary>All of envc.</summary>
    public const string Root = "/.envc";

    /// <summary>The launcher.</summary>
    public const string Launcher = Root + "/envc-run";

    /// <summary>The backend scripts; first on PATH.</summary>
    public const string Bin = Root + "/bin";

    /// <summary>What the generation has for the target.</summary>
    public const string Environment = Root + "/environment";

    /// <summary>The file of <see cref="Environment"/> that the launcher reads.</summary>
    public const string File = "environment.json";

    /// <summary>Working directory, unless <c>ENVC_ENV_PROJECT</c> names another one.</summary>
    public const string Project = "/srv";

    /// <summary>What programs write and may find again, unless <c>ENVC_ENV_CACHE</c> names another place.</summary>
    public const string Cache = "/var/cache/envc";

    /// <summary>What <c>ENVC_ENV</c> is: the root's own <c>bin</c>, <c>lib</c>, <c>share</c> and <c>include</c> lie in it.</summary>
    public const string Prefix = "/usr";

    /// <summary>PATH, unless the caller has one.</summary>
    public const string Path = Bin + ":/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    /// <summary>Secrets by name, where a container runtime or an orchestrator mounts them.</summary>
    public const string Secrets = "/run/secrets";

    /// <summary>The user of an image that names none: nobody's, and no host's (65532, as of distroless images).</summary>
    public const int UserId = 65532;
}
