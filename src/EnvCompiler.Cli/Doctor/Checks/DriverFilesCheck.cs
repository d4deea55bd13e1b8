using System.Threading;
using EnvCompiler.Run.Activation.Drivers;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>The user-space files of NVIDIA's driver that are bound into roots, against the kernel module.</summary>
internal sealed class DriverFilesCheck : IDoctorCheck
{
    private const string Cuda = "libcuda.so.1";
    private const string CudaFile = "libcuda.so.";

    // Without these programs run, and one thing or another does not work.
    private static readonly (string File, string What)[] s_useful =
    [
        ("libnvidia-ml.so.1", "`nvidia-smi` and monitoring"), ("libnvidia-ptxjitcompiler.so.1", "code that is compiled at load (PTX)"),
        ("libnvidia-nvvm.so.4", "code that is linked at load"),
    ];

    /// <inheritdoc/>
    public string Name => "driver-files";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var version = host.At("sys/module/nvidia/version");
        return Task.FromResult<IReadOnlyList<CheckResult>>([Judge(File.Exists(version) ? File.ReadAllText(version).Trim() : null, new DriverSearch(host.Context.HostRoot).Find())]);
    }

    private CheckResult Judge(string? kernel, DriverFiles files)
    {
        var names = files.LibraryNames.ToHashSet(StringComparer.Ordinal);
        if (kernel is null && names.Count == 0)
            return CheckResult.Skipped(Name, "there is no NVIDIA driver");
        if (!names.Contains(Cuda))
            return CheckResult.Failed(Name, $"the kernel has NVIDIA's driver{(kernel is null ? "" : $" {kernel}")}, and `{Cuda}` is not found", "install the driver's libraries of that version, or give the container the capability `compute`");
        var library = files.Links.GetValueOrDefault(Cuda, Cuda);
        if (kernel is not null && library.StartsWith(CudaFile, StringComparison.Ordinal) && library[CudaFile.Length..] is var found && found.Contains('.', StringComparison.Ordinal) && found != kernel)
            return CheckResult.Failed(Name, $"the kernel module is {kernel}, and `{Cuda}` is of {found}", "restart the host, so that both are of one version");
        var missing = s_useful.Where(useful => !names.Contains(useful.File)).Select(useful => $"`{useful.File}` for {useful.What}").ToList();
        if (!files.Programs.ContainsKey("nvidia-smi"))
            missing.Add("`nvidia-smi`");
        if (!files.LoaderFiles.Keys.Any(file => file.Contains("/vulkan/", StringComparison.Ordinal)))
            missing.Add("`nvidia_icd.json` for Vulkan");
        var counted = $"{files.Libraries.Count} libraries, {files.Programs.Count} programs, {files.LoaderFiles.Count} files for loaders";
        return missing.Count == 0
            ? CheckResult.Ok(Name, $"{counted} of driver {kernel ?? "version not known"}")
            : CheckResult.Warning(Name, $"{counted}; not found: {string.Join(", ", missing)}", "in a container, NVIDIA_DRIVER_CAPABILITIES=all; else install the rest of the driver");
    }
}
