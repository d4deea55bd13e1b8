using System.Threading;
using EnvCompiler.Cli.Pipeline.Containers;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>Container tools, which envc does not need itself.</summary>
internal sealed class ContainerToolsCheck : IDoctorCheck
{
    private static readonly string[] s_tools = [.. ContainerEngines.Names, "skopeo", "runc"];

    /// <inheritdoc/>
    public string Name => "container-tools";

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) =>
        await Task.WhenAll(s_tools.Select(tool => AskAsync(host, tool, cancellation)));

    private static async Task<CheckResult> AskAsync(DoctorHost host, string tool, CancellationToken cancellation)
    {
        var said = await host.Processes.RunAsync(tool, ["--version"], cancellation);
        if (said is null)
            return CheckResult.Skipped(tool, "not on PATH, and not needed to build or activate");
        return said.ExitCode == 0
            ? CheckResult.Ok(tool, said.Output.Trim().Split('\n')[0])
            : CheckResult.Warning(tool, $"`{tool} --version` ended with exit code {said.ExitCode}", $"{tool} --version");
    }
}
