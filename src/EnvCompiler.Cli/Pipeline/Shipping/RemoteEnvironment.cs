using System.Threading;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Compile.Generations;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Ship;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>
/// An environment of a registry that is run without being anybody's directory: it is pulled into one of the user's data, one for each reference, which is kept
/// and brought up to date. Nothing of it runs before somebody has agreed.
/// </summary>
/// <param name="context">The machine's services.</param>
/// <param name="reference">Which; a number pins it.</param>
internal sealed class RemoteEnvironment(CliContext context, Reference reference)
{
    private readonly string name = reference.Repository.ToString();

    /// <summary>Pulls what is new, and asks whether it may run where nobody has said so yet.</summary>
    /// <param name="isTrusted">The command line says so, for this once.</param>
    /// <param name="plainHttp">By HTTP without TLS.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The environment, with its generation where the reference names one; ENVC0962 where it is denied, ENVC0963 where nobody has agreed.</returns>
    internal async Task<Result<(EnvironmentLayout Layout, int? Generation)>> OpenAsync(bool isTrusted, bool plainHttp, CancellationToken cancellation)
    {
        var gate = new TrustGate(context, name);
        if (!gate.IsAllowed().TryGet(out var isAllowed, out var problems) || !(await PullAsync(plainHttp, cancellation)).TryGet(out var layout, out problems))
            return Result<(EnvironmentLayout, int?)>.Failure(problems);
        context.UserInterface.Report(problems);
        if (!isTrusted && !isAllowed && AskFor(layout, gate) is { } refused)
            return refused;
        return (layout, int.TryParse(reference.Tag, out var number) && reference.Digest is null ? number : null);
    }

    private async Task<Result<EnvironmentLayout>> PullAsync(bool plainHttp, CancellationToken cancellation)
    {
        var directory = RunLayout.Of(Path.Combine(context.UserData, "remotes"), reference.ToString()).Directory;
        new FileWriter(context.Files).EnsureSyncedDirectory(directory);
        // Nobody edits it, so where the repository was pushed to by force, what is there is what is meant.
        var pulled = await new EnvironmentPuller(context).PullAsync(reference, directory, new PullOptions(Force: true, plainHttp), cancellation);
        var layout = ManifestLocator.LayoutOf(directory);
        if (pulled.TryGet(out var environment, out var problems))
        {
            if (environment.Generations.Count > 0)
                context.UserInterface.Say($"envc: pulled {NumberList.Of("generation", environment.Generations)} of {name}");
            return Result<EnvironmentLayout>.Success(layout, problems);
        }

        // What was pulled before does as well, unless a signature has to be asked for.
        return problems is [var problem] && ShipDiagnostics.IsUnreachable(problem) && GenerationNumbers.Live(layout) is { } live
            && context.RequiredKeys(reference.Repository).TryGet(out var keys) && keys.Count == 0
            ? Result<EnvironmentLayout>.Success(layout, [CommandLineDiagnostics.RemoteAsPulled(problem, live)])
            : Result<EnvironmentLayout>.Failure(problems);
    }

    private Diagnostic? AskFor(EnvironmentLayout layout, TrustGate gate)
    {
        if (!gate.CanAsk)
            return CommandLineDiagnostics.RemoteUntrusted(name);
        var live = int.TryParse(reference.Tag, out var number) ? number : GenerationNumbers.Live(layout)!.Value;
        if (!new GenerationReader(layout).Read(live).TryGet(out var content, out var problems))
            return problems[0];
        return gate.Ask($"generation {live} of {name}", content.Manifest) ? null : CommandLineDiagnostics.RemoteUntrusted(name);
    }
}
