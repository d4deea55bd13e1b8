using System.Threading;
using EnvCompiler.Cli.Pipeline;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision.Usage;

namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>Looks at an environment's services.</summary>
/// <param name="layout">The environment.</param>
/// <param name="time">Clock.</param>
internal sealed class TopSampler(EnvironmentLayout layout, TimeProvider time) : IDisposable
{
    private readonly UsageReader usage = new(RunningServices.Layout(layout), time);

    /// <summary>Looks now; shares of processor time are since the look before.</summary>
    internal async Task<Result<TopSnapshot>> LookAsync(CancellationToken cancellation)
    {
        if (!(await RunningServices.StatusAsync(layout, names: null, cancellation)).TryGet(out var services, out var problems))
            return Result<TopSnapshot>.Failure(problems);
        var used = usage.Read();
        return new TopSnapshot
        {
            Environment = layout.Directory,
            Time = time.GetUtcNow(),
            SupervisorPid = used.SupervisorPid,
            Supervisor = used.Supervisor,
            Services = [.. services.Select(service => new TopRow(service, used.Services.GetValueOrDefault(service.Name)))],
        };
    }

    public void Dispose() => usage.Dispose();
}
