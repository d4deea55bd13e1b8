namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>User-space files of the host's NVIDIA driver, which match its kernel module and are therefore never packaged.</summary>
public sealed record DriverFiles
{
    /// <summary>A host without the driver.</summary>
    public static DriverFiles None { get; } = new();

    /// <summary>Real path on the host, by file name.</summary>
    public IReadOnlyDictionary<string, string> Libraries { get; init; } = new Dictionary<string, string>();

    /// <summary>Another file name of a library: <c>libcuda.so.1</c> of <c>libcuda.so.580.159.04</c>.</summary>
    public IReadOnlyDictionary<string, string> Links { get; init; } = new Dictionary<string, string>();

    /// <summary>Real path on the host, by name: <c>nvidia-smi</c> and its like.</summary>
    public IReadOnlyDictionary<string, string> Programs { get; init; } = new Dictionary<string, string>();

    /// <summary>Text of the files that name the driver to the loaders of Vulkan, EGL and OpenCL, by absolute path inside a root.</summary>
    public IReadOnlyDictionary<string, string> LoaderFiles { get; init; } = new Dictionary<string, string>();

    /// <summary>Directories below <c>/usr</c> that must be at their own place inside, because a library opens files there by path.</summary>
    public IReadOnlyList<string> UsrDirectories { get; init; } = [];

    /// <summary>Names that the dynamic loader must find.</summary>
    public IEnumerable<string> LibraryNames => Libraries.Keys.Concat(Links.Keys);
}
