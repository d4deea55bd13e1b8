using System.Threading;
using EnvCompiler.Run.Gpu;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>The NVIDIA GPUs of this host, their driver, and whether CUDA programs see them.</summary>
internal sealed class GpuDriverCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "gpu";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) =>
        [Judge(await host.InventoryAsync(), host.Manifest.Options.Accelerator == "required")];

    private CheckResult Judge(GpuInventory gpus, bool isRequired)
    {
        if (gpus.Devices.Count == 0)
        {
            var message = $"no NVIDIA GPU{(gpus.Problem is null ? "" : $": {gpus.Problem}")}";
            return isRequired
                ? CheckResult.Failed(Name, $"{message}; the manifest says `accelerator = \"required\"`", "use a host with a GPU, or give the container one")
                : CheckResult.Skipped(Name, message);
        }

        var listed = string.Join(", ", gpus.Devices.Select(gpu => $"{gpu.Name ?? "a GPU"} ({gpu.Sm?.ToString() ?? "SM not known"})"));
        var driver = $"driver {gpus.Driver ?? "not known"}, CUDA {gpus.Cuda ?? "not known"}";
        if (gpus.AreHidden && !isRequired)
            return CheckResult.Warning(Name, $"{listed}, {driver}; `CUDA_VISIBLE_DEVICES` hides them from CUDA programs", "unset CUDA_VISIBLE_DEVICES");
        return gpus.Devices.Any(gpu => gpu.CudaIndex is not null)
            ? CheckResult.Ok(Name, $"{listed}, {driver}")
            : CheckResult.Failed(Name, $"{listed}, {driver}; CUDA programs see none of them{(gpus.Problem is null ? "" : $": {gpus.Problem}")}", "unset CUDA_VISIBLE_DEVICES; nvidia-smi");
    }
}
