using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;
using EnvCompiler.Run.Activation.Starts;
using EnvCompiler.Run.Activation.Targets;
using EnvCompiler.Run.Activation.Ways;
using EnvCompiler.Run.Supervision;

namespace EnvCompiler.Run.Activation;

/// <summary>From a generation, a target and the caller's variables to an activation: host facts, variables, hook, in this order.</summary>
/// <param name="host">The host and user.</param>
/// <param name="writer">Writes host facts and secrets.</param>
/// <param name="processes">Runs <c>getent</c>.</param>
/// <param name="time">Clock of waits.</param>
/// <param name="tell">Tells a person why an activation takes long.</param>
public sealed class ActivationPlanner(
    HostContext host, FileWriter writer, IProcessRunner processes, TimeProvider time, Action<string> tell)
{
    /// <summary>Makes the facts of this host true and records the target, which is all that the sourced script cannot do itself.</summary>
    /// <param name="generation">The generation; its environment's directory is a real path.</param>
    /// <param name="choice">The target, one that the generation is compiled for.</param>
    /// <param name="callerVariables">The caller's environment.</param>
    /// <param name="cancellation">Ends helper programs.</param>
    public async Task<Result<PreparedActivation>> PrepareHostAsync(
        LiveGeneration generation, TargetChoice choice, IReadOnlyDictionary<string, string> callerVariables, CancellationToken cancellation)
    {
        var layout = generation.Layout;
        var spec = generation.ReadActivation(choice.Target);
        var ensured = await new HostFacts(host, writer, processes).EnsureAsync(layout, generation.Number, choice.Target, spec, cancellation);
        if (!ensured.TryGet(out var facts, out var problems))
            return Result<PreparedActivation>.Failure(problems);
        foreach (var other in choice.Others)
        {
            var otherSpec = generation.ReadActivation(other);
            if (!(await new HostFacts(host, writer, processes).EnsureAsync(layout, generation.Number, other, otherSpec, cancellation)).TryGet(out _, out problems)
                || !(await EnsureWayInAsync(generation, other, otherSpec, facts, callerVariables, cancellation)).TryGet(out _, out problems))
                return Result<PreparedActivation>.Failure(problems);
        }

        TargetRecord.Write(facts, choice, callerVariables, writer);
        if (!(await EnsureWayInAsync(generation, choice.Target, spec, facts, callerVariables, cancellation)).TryGet(out _, out problems))
            return Result<PreparedActivation>.Failure(problems);
        var run = RunDirectoryRecord.Ensure(facts, host.RunBase, layout.Directory, writer);
        if (RunDirectory.Prepare(run, writer.Operations) is { } unsafeDirectory)
            return unsafeDirectory;
        ActivationRecords.Prepare(run, writer.Operations);
        writer.ReplaceIfChanged(run.Target, $"{choice.Target}\n{choice.Reason}\n", FileWriter.Private);
        if (choice.Target.Sm is not null)
            writer.EnsureDirectory(layout.CudaCache);
        var prepared = new PreparedActivation
        {
            Generation = generation,
            Choice = choice,
            Spec = spec,
            Host = host,
            Facts = facts,
            Run = run,
            Variables = callerVariables,
            Defaulted = [],
            Secrets = [],
        };
        return Result<PreparedActivation>.Success(prepared, problems);
    }

    // Null where there is no root to enter.
    private async Task<Result<WayRecord?>> EnsureWayInAsync(
        LiveGeneration generation, Target target, ActivationSpec spec, HostFactsLayout facts,
        IReadOnlyDictionary<string, string> callerVariables, CancellationToken cancellation)
    {
        if (spec.DefaultGroup is not { } group)
            return Result<WayRecord?>.Success(null);
        var hostFacts = new HostFacts(host, writer, processes);
        Task<string?> PrepareProotAsync(CancellationToken token) => hostFacts.PrepareProotAsync(generation.Layout, facts, spec, token);
        var enter = Path.Combine(generation.Layout.TargetOf(generation.Number, target), "enter");
        var trial = new WayTrial(host, processes, enter, group, PrepareProotAsync);
        var asked = callerVariables.GetValueOrDefault("ENVC_ENTER", "");
        var ensured = await new WayChooser(host, writer, trial).EnsureAsync(facts, host.Store.RootFileSystem(spec.Roots[group]), asked, cancellation);
        if (!ensured.TryGet(out var record, out var problems))
            return Result<WayRecord?>.Failure(problems);
        // A new generation brings roots that are not copied yet.
        if ((asked.Length > 0 ? asked : record.Chosen) == WayIn.Proot.Name && !ProotRoots.ArePrepared(facts, spec.Roots)
            && await PrepareProotAsync(cancellation) is { } reason)
            return ActivationDiagnostics.WayRefused(new WayVerdict(WayIn.Proot.Name, Works: false, reason), record.Verdicts);
        return Result<WayRecord?>.Success(record, problems);
    }

    /// <summary>Sets the variables and runs the hook, or attaches to what it did; whoever activates is counted from then on.</summary>
    /// <param name="prepared">Of <see cref="PrepareHostAsync"/>.</param>
    /// <param name="user">Who activates.</param>
    /// <param name="cancellation">Ends the hook.</param>
    /// <returns>The activation, with warnings about secrets that have no value.</returns>
    public async Task<Result<PreparedActivation>> ActivateAsync(
        PreparedActivation prepared, ActivationUser user, CancellationToken cancellation)
    {
        if (HookRunner.IsInside(prepared.Variables, prepared.Generation.Layout.Directory))
            return ActivationDiagnostics.InsideHook("activate its own environment");
        if (prepared.IsInService)
            user = user with { IsCounted = false };
        var variables = new ActivationVariables(prepared, new SecretStore(prepared.Generation.Layout, writer));
        if (await variables.SetAsync(cancellation) is { Count: > 0 } wrong)
            return Result<PreparedActivation>.Failure(wrong);
        if (prepared.Spec is { OnActivate: true, DefaultGroup: not null })
        {
            var start = new HookStart(prepared, writer, time, tell);
            if (!(await start.RunAsync(variables.Values, user, cancellation)).TryGet(out var changes, out var problems))
                return Result<PreparedActivation>.Failure(problems);
            foreach (var change in changes)
                variables.Change(change);
        }
        else if (user.IsCounted)
        {
            new ActivationRecords(prepared.Run).Add(
                user.Pid, prepared.Generation.Number, prepared.Choice.Target, user.InPlace, writer.Operations);
        }

        return Result<PreparedActivation>.Success(
            prepared with
            {
                Variables = variables.Values,
                Changes = variables.Changes,
                Defaulted = variables.Defaulted,
                Secrets = variables.Secrets,
            },
            variables.Warnings);
    }
}
