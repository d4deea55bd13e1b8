using System.Runtime.InteropServices;

namespace EnvCompiler.Host.Processes;

/// <summary><c>execve</c>: this process becomes another program, with the same pid, descriptors and terminal.</summary>
public static class Exec
{
    private const int SIGPIPE = 13;
    private const int SIG_SETMASK = 2;

    // Larger than struct sigaction and sigset_t of every libc; zero means SIG_DFL, no flags, empty set.
    private const int SignalStructSize = 256;

    /// <summary>Becomes the program; returns only by exception.</summary>
    /// <param name="path">Absolute path of an executable.</param>
    /// <param name="arguments">argv, its first element included.</param>
    /// <param name="environment">The whole environment.</param>
    /// <exception cref="IOException">The program cannot be executed.</exception>
    public static unsafe void Replace(string path, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string> environment)
    {
        RestoreSignals();
        var argv = Vector([.. arguments]);
        var envp = Vector([.. environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        Libc.Execute((byte*)Marshal.StringToCoTaskMemUTF8(path), argv, envp);
        throw Libc.Error("execute", path);
    }

    // The runtime ignores SIGPIPE and an ignored signal stays ignored over execve; programs expect to die of it.
    private static unsafe void RestoreSignals()
    {
        var zero = stackalloc byte[SignalStructSize];
        new Span<byte>(zero, SignalStructSize).Clear();
        if (Libc.SignalAction(SIGPIPE, zero, null) != 0 || Libc.SignalMask(SIG_SETMASK, zero, null) != 0)
            throw Libc.Error("restore signals for", "exec");
    }

    private static unsafe byte** Vector(string[] strings)
    {
        var vector = (byte**)NativeMemory.AllocZeroed((nuint)(strings.Length + 1), (nuint)sizeof(byte*));
        for (var i = 0; i < strings.Length; i++)
            vector[i] = (byte*)Marshal.StringToCoTaskMemUTF8(strings[i]);
        return vector;
    }
}
