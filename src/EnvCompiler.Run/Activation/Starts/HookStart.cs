using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Changes;

namespace EnvCompiler.Run.Activation.Starts;

/// <summary>
/// Start or attach. A start runs the hook and keeps what it changed; while an activation of the same generation and target runs, others
/// attach: the kept changes are made on their own variables. Of several at once, the holder of the lock runs the hook and the others wait.
/// </summary>
/// <param name="activation">What is activated, with its host facts.</param>
/// <param name="writer">Writes the changes.</param>
/// <param name="time">Clock of the wait.</param>
/// <param name="tell">Tells a person why this takes long.</param>
internal sealed class HookStart(PreparedActivation activation, FileWriter writer, TimeProvider time, Action<string> tell)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan TellEvery = TimeSpan.FromSeconds(5);

    private readonly RunLayout run = activation.Run;

    /// <summary>The changes of the hook, run now or before.</summary>
    /// <param name="variables">The variables of the one who activates, <c>[vars]</c> included.</param>
    /// <param name="user">Who activates: recorded once the hook has succeeded.</param>
    /// <param name="cancellation">Ends the wait or the hook.</param>
    internal async Task<Result<IReadOnlyList<VariableChange>>> RunAsync(
        IReadOnlyDictionary<string, string> variables, ActivationUser user, CancellationToken cancellation)
    {
        var (number, target) = (activation.Generation.Number, activation.Choice.Target);
        var records = new ActivationRecords(run);
        var path = run.Start(number, target);
        writer.Operations.CreateDirectory(Path.GetDirectoryName(path)!, FileWriter.PrivateDirectory);
        using var held = await AcquireAsync(run.StartLock(number, target), cancellation);
        var lives = records.Running().Any(
            other => other.Pid != user.Pid && other.Generation == number && other.Target == target.ToString());
        if (!lives || !File.Exists(path) || VariableChanges.Read(await File.ReadAllTextAsync(path, cancellation)) is not { } changes)
        {
            writer.Operations.Unlink(path);
            var hook = new HookRunner(
                [activation.EnterPath, activation.Spec.DefaultGroup!, "bash"], activation.Generation.Layout.Directory, Path.Combine(activation.Generation.Directory, "hook"));
            var ran = await hook.RunAsync(variables, cancellation);
            if (!ran.TryGet(out var changed, out _))
                return ran;
            changes = changed;
            Keep(path, changes);
        }

        if (user.IsCounted)
            records.Add(user.Pid, number, target, user.InPlace, writer.Operations);
        return Result<IReadOnlyList<VariableChange>>.Success(changes);
    }

    // Not synced: after a crash of the host no activation runs that could be attached to.
    private void Keep(string path, IReadOnlyList<VariableChange> changes)
    {
        var temporary = path + ".new";
        writer.Operations.Unlink(temporary);
        using (var file = writer.Operations.CreateNew(temporary, FileWriter.Private))
            file.Write(System.Text.Encoding.UTF8.GetBytes(VariableChanges.Write(changes)));
        writer.Operations.Rename(temporary, path);
    }

    // The kernel lets the lock of a killed starter go.
    private async Task<FileLock> AcquireAsync(string path, CancellationToken cancellation)
    {
        var told = time.GetTimestamp();
        while (true)
        {
            if (FileLock.TryAcquire(path, out var held, out var holder))
                return held;
            if (time.GetElapsedTime(told) >= TellEvery)
            {
                told = time.GetTimestamp();
                tell($"envc: waiting for process {holder.Split(' ')[0]}, which runs hook.on-activate");
            }

            await Task.Delay(Look, time, cancellation);
        }
    }
}
