using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// Descriptors that came with the process. A shell's lock file or pipe, held open by a long-lived process that knows nothing of it, would
/// keep the lock or the reader for ever.
/// </summary>
public static class InheritedDescriptors
{
    private const int FD_CLOEXEC = 1;

    /// <summary>Closes those from a number up. What the runtime and this program opened themselves has close-on-exec set, and stays.</summary>
    public static void CloseFrom(int first)
    {
        foreach (var path in Directory.GetFiles("/proc/self/fd"))
        {
            if (!int.TryParse(Path.GetFileName(path.AsSpan()), out var number) || number < first)
                continue;
            using var descriptor = new SafeFileHandle(number, ownsHandle: false);
            var flags = Libc.Control(descriptor, Libc.F_GETFD, 0);
            if (flags >= 0 && (flags & FD_CLOEXEC) == 0)
                new SafeFileHandle(number, ownsHandle: true).Dispose();
        }
    }
}
