using System.Threading;

namespace EnvCompiler.Cli.Doctor;

/// <summary>Runs checks at the same time. One that does not come to its end in time has failed, and so has one that the machine stops.</summary>
/// <param name="checks">The checks.</param>
/// <param name="limit">The time that each has.</param>
internal sealed class DoctorRunner(IReadOnlyList<IDoctorCheck> checks, TimeSpan limit)
{
    /// <summary>All results, in the order of the checks.</summary>
    public async Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation)
    {
        var results = await Task.WhenAll(checks.Select(check => RunAsync(check, host, cancellation)));
        return [.. results.SelectMany(result => result)];
    }

    // A check may hang where no cancellation reaches it: in a driver, or in a file server that does not answer.
    private async Task<IReadOnlyList<CheckResult>> RunAsync(IDoctorCheck check, DoctorHost host, CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var running = Task.Run(() => check.RunAsync(host, ended.Token), cancellation);
        try
        {
            return await running.WaitAsync(limit, host.Time, cancellation);
        }
        catch (TimeoutException)
        {
            await ended.CancelAsync();
            return [CheckResult.Failed(check.Name, $"no answer within {limit.TotalSeconds:0} s")];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [CheckResult.Failed(check.Name, e.Message)];
        }
    }
}
