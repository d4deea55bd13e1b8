using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Compile.Generations;

/// <summary>
/// The writer lock of an environment, held. Whoever changes manifest, lock, generations or history has it from before reading them until the
/// change is done; reading takes no lock. Taking it finishes what a killed edit, switch or replacement left.
/// </summary>
public sealed class EnvironmentLock : IDisposable
{
    private readonly FileLock held;

    private EnvironmentLock(EnvironmentLayout layout, FileWriter writer, FileLock held)
    {
        Layout = layout;
        Writer = writer;
        this.held = held;
    }

    /// <summary>The environment.</summary>
    public EnvironmentLayout Layout { get; }

    /// <summary>Writes.</summary>
    public FileWriter Writer { get; }

    /// <summary>Takes the lock, after whoever has it now.</summary>
    /// <param name="layout">The environment.</param>
    /// <param name="writer">Writes.</param>
    /// <param name="wait">What to do when another process has it.</param>
    /// <param name="time">Clock of the wait.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The lock, or ENVC0432 where nobody wants to wait.</returns>
    public static async Task<Result<EnvironmentLock>> AcquireAsync(
        EnvironmentLayout layout, FileWriter writer, LockWait wait, TimeProvider time, CancellationToken cancellation)
    {
        // Manifest and lock lie outside: after a crash that has kept a change of theirs, what says why must be there too.
        writer.EnsureSyncedDirectory(layout.State);
        if (!FileLock.TryAcquire(layout.WriterLock, out var held, out var holder))
        {
            if (!wait.Waits)
                return CompileDiagnostics.EnvironmentInUse(layout.Directory, holder);
            held = await FileLock.AcquireAsync(layout.WriterLock, wait.OnWait, time, cancellation);
        }

        var mine = new EnvironmentLock(layout, writer, held);
        try
        {
            mine.SweepTemporaries();
            PendingEdit.Finish(mine);
            PendingReplacement.Finish(mine);
            PendingSwitch.Finish(mine);
            return mine;
        }
        catch
        {
            mine.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    // What is written under the lock, nobody writes now.
    private void SweepTemporaries()
    {
        Writer.SweepTemporaries(Layout.Manifest);
        Writer.SweepTemporaries(Layout.Lock);
        Writer.SweepTemporaries(Path.Combine(Layout.State, "*"));
        Writer.SweepTemporaries(Path.Combine(Layout.Generations, "*"));
    }
}
