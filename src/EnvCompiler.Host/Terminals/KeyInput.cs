using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Terminals;

/// <summary>
/// Standard input key by key: without lines, without echo, until disposed. Ctrl-C stays a signal; Ctrl-Z is off, which would leave the screen as it is.
/// </summary>
public sealed class KeyInput : IDisposable
{
    private readonly SafeFileHandle input = new(0, ownsHandle: false);
    private readonly byte[] before = new byte[Libc.TermiosSize];

    /// <summary>Switches the terminal.</summary>
    /// <exception cref="IOException">Standard input is no terminal.</exception>
    public unsafe KeyInput()
    {
        fixed (byte* termios = before)
        {
            if (Libc.GetTerminal(input, termios) != 0)
                throw Libc.Error("read the mode of", "the terminal");
        }

        byte[] keys = [.. before];
        var flags = MemoryMarshal.Read<uint>(keys.AsSpan(Libc.TermiosLocalFlags)) & ~(Libc.ICANON | Libc.ECHO);
        MemoryMarshal.Write(keys.AsSpan(Libc.TermiosLocalFlags), flags);
        keys[Libc.TermiosCharacters + Libc.VMIN] = 1;
        keys[Libc.TermiosCharacters + Libc.VTIME] = 0;
        keys[Libc.TermiosCharacters + Libc.VSUSP] = 0;
        Set(keys);
    }

    /// <summary>Waits for keys. An escape sequence comes whole.</summary>
    /// <param name="buffer">Gets their bytes.</param>
    /// <returns>How many; 0 when the terminal has gone.</returns>
    public unsafe int Read(Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.Read(input, start, (nuint)buffer.Length);
                if (count >= 0 || Marshal.GetLastPInvokeError() != Libc.EINTR)
                    return (int)Math.Max(count, 0);
            }
        }
    }

    /// <summary>Switches the terminal back.</summary>
    public void Dispose() => Set(before);

    private unsafe void Set(byte[] mode)
    {
        fixed (byte* termios = mode)
        {
            // A terminal that has gone needs no mode.
            _ = Libc.SetTerminal(input, Libc.TCSADRAIN, termios);
        }
    }
}
