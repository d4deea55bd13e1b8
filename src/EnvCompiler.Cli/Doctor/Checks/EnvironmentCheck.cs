using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Cli.Doctor.Checks;

/// <summary>Manifest, lock and generation: whether each is there and fits the one before.</summary>
internal sealed class EnvironmentCheck : IDoctorCheck
{
    /// <inheritdoc/>
    public string Name => "environment";

    /// <inheritdoc/>
    public Task<IReadOnlyList<CheckResult>> RunAsync(DoctorHost host, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<CheckResult>>([Judge(host)]);

    private CheckResult Judge(DoctorHost host)
    {
        if (host.Environment is not { } environment)
            return CheckResult.Skipped(Name, "there is no environment here: `-d DIR` names one");
        if (!environment.Manifest.TryGet(out var source, out var problems))
            return CheckResult.Failed(Name, $"the manifest has errors: {problems[0].Message}", "envc lock");
        if (environment.Lock is not { } read)
            return CheckResult.Warning(Name, "there is no lock", "envc lock");
        if (!read.TryGet(out var locked, out problems))
            return CheckResult.Failed(Name, $"the lock cannot be used: {problems[0].Message}", "envc lock");
        if (!IncludeRequest.ArePinnedBy(source.IncludeRequests, locked.Include) || !LockRequests.IsFresh(locked, source.Manifest))
            return CheckResult.Warning(Name, "the lock does not fit the manifest any more", "envc lock");
        if (environment.Live is not { } live)
            return CheckResult.Warning(Name, "there is no generation yet", "envc build");
        return live.IsFresh(VersionCommand.Current)
            ? CheckResult.Ok(Name, $"generation {live.Number} of `{environment.Layout.Directory}` is what its manifest and lock say")
            : CheckResult.Warning(Name, $"generation {live.Number} is not what manifest, lock and this envc make now", "envc build");
    }
}
