using System.Globalization;
using System.Threading;
using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Gpu;

/// <summary>The driver's command line program.</summary>
internal static class NvidiaSmi
{
    private static readonly string[] s_arguments = ["--query-gpu=index,name,memory.total,memory.free", "--format=csv,noheader,nounits"];

    /// <summary>Memory of every GPU; null when the program is missing, fails or says something else.</summary>
    internal static async Task<IReadOnlyList<GpuMemory>?> QueryAsync(IProcessRunner processes, CancellationToken cancellation)
    {
        var said = await processes.RunAsync("nvidia-smi", s_arguments, cancellation);
        return said is { ExitCode: 0 } ? Parse(said.Output) : null;
    }

    /// <summary>Reads <c>0, NVIDIA H200, 143771, 143100</c> lines.</summary>
    internal static IReadOnlyList<GpuMemory>? Parse(string output)
    {
        var gpus = new List<GpuMemory>();
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var fields = line.Split(',', StringSplitOptions.TrimEntries);
            if (fields.Length != 4 || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                || !long.TryParse(fields[2], out var total) || !long.TryParse(fields[3], out var free))
                return null;
            gpus.Add(new GpuMemory(index, fields[1], total, free));
        }

        return gpus;
    }
}
