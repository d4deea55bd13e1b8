using System.Threading;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Cli.Terminal;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Editing;
using EnvCompiler.Toml;
using Lock = EnvCompiler.Model.Locks.Lock;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>Commands that edit a manifest and lock what came of it.</summary>
internal static class ManifestEdits
{
    /// <summary>Edits, locks, writes both files, and tells what changed.</summary>
    /// <param name="context">The machine's services.</param>
    /// <param name="directory">The value of <see cref="EnvironmentOption"/>, or null.</param>
    /// <param name="edit">What to change.</param>
    /// <param name="cancellation">Ends it before anything is written.</param>
    /// <returns>The exit code.</returns>
    internal static async Task<int> ApplyAsync(
        CliContext context, string? directory, Func<ManifestEditor, Result<TomlDocument>> edit, CancellationToken cancellation)
    {
        if (!EnvironmentOption.Find(directory).TryGet(out var layout, out var problems)
            || !(await new EnvironmentPipeline(context, layout).EditAsync(edit, cancellation)).TryGet(out var environment, out problems))
            return context.Fail(problems);
        context.UserInterface.Report(problems);
        LockChangesView.Write(context.UserInterface.Output, [.. environment.Changes.Where(change => IsOfInterest(change, environment.Lock))], asJson: false);
        context.UserInterface.Say(environment.Changes.Count == 0
            ? "nothing changed in the lock"
            : $"{LockChangesView.Count(environment.Changes)}; the next `envc activate` builds it");
        if (environment.Changes.Count > 0)
            await RunningServices.SayUntouchedAsync(context, layout, cancellation);
        return ExitCodes.Done;
    }

    // What was asked for, and what moved; dependencies that came or went are counted.
    private static bool IsOfInterest(LockChange change, Lock locked) =>
        change is { From: not null, To: not null }
        || (change.To is not null && locked.Targets[change.Target].Groups[change.Group].Install.Values.Any(id => locked.Packages[id].Name == change.Package));
}
