namespace EnvCompiler.Model.Manifests;

/// <summary>One entry of <c>[build]</c>: a package that <c>envc build NAME</c> makes.</summary>
public sealed record BuildDefinition
{
    /// <summary>The only sandbox of this version: none.</summary>
    public const string NoSandbox = "off";

    /// <summary>Line of bash that fills <c>$out</c>; it runs in the default group's root, in the environment's directory.</summary>
    public required string Command { get; init; }

    /// <summary>The version, in Debian's form; absent means 0.</summary>
    public string? Version { get; init; }

    /// <summary>File whose first line is the version, relative to the environment's directory.</summary>
    public string? VersionFile { get; init; }

    /// <summary>Line of bash whose output is the version.</summary>
    public string? VersionCommand { get; init; }

    /// <summary>One line about the package.</summary>
    public string? Description { get; init; }

    /// <summary>How the command is kept apart from the host: <c>off</c>, Flox's <c>warn</c>, <c>enforce</c>, <c>pure</c>.</summary>
    public string Sandbox { get; init; } = NoSandbox;

    /// <summary>Install ids of packages that it needs when it runs; absent means those whose libraries it loads.</summary>
    public IReadOnlyList<string>? RuntimePackages { get; init; }

    /// <summary>GPUs that it is said to have machine code for: <c>sm_90</c>. Publishing holds it against the files.</summary>
    public IReadOnlyList<string> Sms { get; init; } = [];

    /// <summary>The CUDA toolkit that it is built with: <c>12.8</c>.</summary>
    public string? Cuda { get; init; }

    /// <summary>The lowest NVIDIA driver, where that is more than the toolkit asks for: <c>570.26</c>.</summary>
    public string? Driver { get; init; }

    /// <summary>The least processor: <c>x86-64-v3</c>.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>Files below <c>$out</c> that it does not load by default; their device code does not count.</summary>
    public IReadOnlyList<string> Optional { get; init; } = [];
}
