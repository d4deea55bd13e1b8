using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Gpu;

namespace EnvCompiler.Run.Gpu;

/// <summary>The driver's command line program.</summary>
internal static class NvidiaSmi
{
    private const string Fields = "index,uuid,pci.bus_id,name,compute_cap,memory.total,memory.free,temperature.gpu,utilization.gpu,ecc.mode.current,mig.mode.current,driver_version";
    private static readonly string[] s_arguments = [$"--query-gpu={Fields}", "--format=csv,noheader,nounits"];

    /// <summary>All GPUs; null when the program is missing, fails or says something else.</summary>
    internal static async Task<GpuInventory?> QueryAsync(IProcessRunner processes, CancellationToken cancellation)
    {
        var said = await processes.RunAsync("nvidia-smi", s_arguments, cancellation);
        return said is { ExitCode: 0 } ? Parse(said.Output) : null;
    }

    /// <summary>Reads a line a GPU; what a GPU does not have is <c>[N/A]</c>.</summary>
    internal static GpuInventory? Parse(string output)
    {
        var devices = new List<GpuDevice>();
        string? driver = null;
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != Fields.Count(',') + 1 || Number(fields[0]) is not { } index)
                return null;
            devices.Add(new GpuDevice
            {
                Index = index,
                Uuid = Text(fields[1]),
                PciId = Text(fields[2]),
                Name = Text(fields[3]),
                Sm = CudaVersion.TryParse(fields[4], out var capability) ? new SmVersion(capability.Major, capability.Minor) : null,
                TotalMib = Number(fields[5]),
                FreeMib = Number(fields[6]),
                Temperature = Number(fields[7]),
                Utilization = Number(fields[8]),
                Ecc = Switch(fields[9]),
                Mig = Switch(fields[10]),
            });
            driver = Text(fields[11]);
        }

        return new GpuInventory { Source = "nvidia-smi", Driver = driver, Devices = devices };
    }

    private static string? Text(string field) => field is "" or ['[', ..] or "N/A" ? null : field;

    private static int? Number(string field) => int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool? Switch(string field) => field switch { "Enabled" => true, "Disabled" => false, _ => null };
}
