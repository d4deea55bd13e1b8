using System.Globalization;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Slurm;

/// <summary>A generation as scripts for sbatch(1) (docs/design/slurm.md). Pure.</summary>
/// <param name="request">The request.</param>
public sealed class JobCompiler(JobRequest request)
{
    // After the services had their time to end, and before Slurm kills what is left.
    private static readonly TimeSpan AfterServices = TimeSpan.FromSeconds(15);

    /// <summary>Compiles.</summary>
    /// <returns>Texts by file name: <c>NAME-batch.sbatch</c>, and <c>NAME-serve.sbatch</c> where there are services.</returns>
    public SortedDictionary<string, string> Compile()
    {
        var scripts = new SortedDictionary<string, string>(StringComparer.Ordinal) { [$"{Job}-batch.sbatch"] = Render("batch.sbatch") };
        if (request.Graph.Services.Count > 0)
            scripts.Add($"{Job}-serve.sbatch", Render("serve.sbatch", ("before", Seconds(StopTime + AfterServices))));
        return scripts;
    }

    // Options are read by sbatch, with rules of quoting of its own, so what may stand there needs none.
    private string Job => string.Concat(request.Name.Select(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-' ? c : '_'));

    // One after the other, where they depend on each other.
    private TimeSpan StopTime => request.Graph.Services.Values.Aggregate(TimeSpan.Zero, (sum, service) => sum + service.Shutdown.Timeout);

    private string Render(string template, params ReadOnlySpan<(string Place, string Text)> more) => Template.Render(
        template,
        [
            ("job", Job), ("generation", request.Generation.ToString(CultureInfo.InvariantCulture)), ("resources", Resources()), ("variables", Variables()),
            ("envc", ShellText.Quote(request.Envc)), ("directory", ShellText.Quote(request.Directory)), .. more,
        ]);

    private string Variables() => string.Concat(request.Variables.Select(variable => $"export {variable.Key}={ShellText.Quote(variable.Value)}\n"));

    // Of memory and processors only where every service says what it uses: a sum of some would starve the others.
    private string Resources()
    {
        var services = request.Graph.Services.Values;
        var lines = new List<string>();
        if (request.Target.Sm is not null)
            lines.Add($"#SBATCH --gres=gpu:{Math.Max(1, services.Sum(Gpus)).ToString(CultureInfo.InvariantCulture)}");
        if (services.Count > 0 && services.All(service => service.Limits?.Cpus is not null))
            lines.Add($"#SBATCH --cpus-per-task={Math.Ceiling(services.Sum(service => service.Limits!.Cpus!.Value)).ToString(CultureInfo.InvariantCulture)}");
        if (services.Count > 0 && services.All(service => service.Limits?.Memory is not null))
            lines.Add($"#SBATCH --mem={Math.Ceiling(services.Sum(service => service.Limits!.Memory!.Value) / 1048576.0).ToString(CultureInfo.InvariantCulture)}M");
        return string.Concat(lines.Select(line => line + "\n"));
    }

    private static int Gpus(ServiceSpec service) => service.Gpus?.Count ?? service.Gpus?.Devices?.Count ?? 0;

    private static string Seconds(TimeSpan time) => Math.Ceiling(time.TotalSeconds).ToString(CultureInfo.InvariantCulture);
}
