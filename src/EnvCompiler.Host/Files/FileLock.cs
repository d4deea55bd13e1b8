using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Files;

/// <summary>
/// An exclusive <c>flock</c> with the holder's pid and command as content. The kernel lets it go when the holder ends, however it ends.
/// </summary>
public sealed class FileLock : IDisposable
{
    private readonly SafeFileHandle handle;
    private bool kept;

    private FileLock(SafeFileHandle handle) => this.handle = handle;

    /// <summary>Takes the lock if nobody holds it.</summary>
    /// <param name="path">Lock file; its directory exists. It is never removed.</param>
    /// <param name="held">The lock.</param>
    /// <param name="holder">Otherwise who holds it: <c>PID COMMAND</c>, as far as it is known.</param>
    public static bool TryAcquire(string path, [NotNullWhen(true)] out FileLock? held, out string holder)
    {
        var mode = SharedDirectory.Contains(path) ? 0x1B0u /* 0660 */ : 0x180u /* 0600 */;
        var descriptor = Libc.Open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, mode);
        if (descriptor < 0)
            throw Libc.Error("open", path);
        var file = new SafeFileHandle(descriptor, ownsHandle: true);
        while (Libc.Flock(file, Libc.LOCK_EX | Libc.LOCK_NB) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == Libc.EINTR)
                continue;
            if (error != Libc.EAGAIN)
            {
                file.Dispose();
                throw Libc.Error("lock", path);
            }

            holder = ReadHolder(file);
            file.Dispose();
            held = null;
            return false;
        }

        // The program and its first argument say enough; what follows may be secret.
        var command = Environment.GetCommandLineArgs();
        var self = Encoding.UTF8.GetBytes($"{Environment.ProcessId} {Path.GetFileName(command[0])} {command.ElementAtOrDefault(1)}\n");
        RandomAccess.SetLength(file, 0);
        RandomAccess.Write(file, self, 0);
        holder = "";
        held = new FileLock(file);
        return true;
    }

    /// <summary>Who took the lock last, <c>PID COMMAND</c>, held or not; empty when nobody has yet. The lock is not touched.</summary>
    public static string ReadHolder(string path)
    {
        var descriptor = Libc.Open(path, Libc.O_RDONLY | Libc.O_CLOEXEC | Libc.O_NOFOLLOW, 0);
        if (descriptor < 0)
            return "";
        using var file = new SafeFileHandle(descriptor, ownsHandle: true);
        return ReadHolder(file);
    }

    /// <summary>A holder in a sentence: <c>pid 12 (envc build)</c>.</summary>
    /// <param name="holder"><c>PID COMMAND</c>, as far as it is known.</param>
    public static string Describe(string holder) =>
        holder.Split(' ', 2) is [var pid, { Length: > 0 } command] ? $"pid {pid} ({command.Trim()})" : holder.Length > 0 ? $"pid {holder}" : "a process that has not said which";

    /// <summary>Waits for the lock.</summary>
    /// <param name="path">Lock file.</param>
    /// <param name="onWait">Told once who holds it, before the first wait.</param>
    /// <param name="time">Clock of the waits.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<FileLock> AcquireAsync(
        string path, Action<string>? onWait, TimeProvider time, CancellationToken cancellation)
    {
        for (var told = false; ; told = true)
        {
            if (TryAcquire(path, out var held, out var holder))
                return held;
            if (!told)
                onWait?.Invoke(holder);
            await Task.Delay(TimeSpan.FromMilliseconds(50), time, cancellation);
        }
    }

    /// <summary>
    /// Keeps the lock in the program that this process becomes next (<see cref="Processes.Exec"/>), for as long as that runs.
    /// </summary>
    public void KeepAcrossExec()
    {
        if (Libc.Control(handle, Libc.F_SETFD, 0) < 0)
            throw Libc.Error("keep the lock of", "this process");
        kept = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Closing alone is not enough: a child that another thread forks at this instant has the descriptor until its exec, and the lock with it.
        if (!kept && !handle.IsClosed)
            _ = Libc.Flock(handle, Libc.LOCK_UN);
        handle.Dispose();
    }

    private static string ReadHolder(SafeFileHandle handle)
    {
        Span<byte> buffer = stackalloc byte[512];
        var count = RandomAccess.Read(handle, buffer, 0);
        return Encoding.UTF8.GetString(buffer[..count]).Trim();
    }
}
