using System.Runtime.InteropServices;
using System.Text;
using EnvCompiler.Host.Files;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// Standard output or error of this process, written at once and in UTF-8. <see cref="Console"/> would do the same after 2 ms of start, a tenth of
/// what a switch may take. As there, what a reader that has gone away does not read is no error.
/// </summary>
public sealed class StandardStream : WriteOnlyStream
{
    private readonly SafeFileHandle handle;

    internal StandardStream(SafeFileHandle handle) => this.handle = handle;

    /// <summary>A writer of standard output, safe for several threads.</summary>
    public static TextWriter Output { get; } = Writer(1);

    /// <summary>A writer of standard error, safe for several threads.</summary>
    public static TextWriter Error { get; } = Writer(2);

    /// <inheritdoc/>
    public override unsafe void Write(ReadOnlySpan<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            for (var done = 0; done < buffer.Length;)
            {
                var count = Libc.Write(handle, bytes + done, (nuint)(buffer.Length - done));
                if (count >= 0)
                {
                    done += (int)count;
                    continue;
                }

                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR:
                        break;
                    // Somebody who has the same terminal or pipe made it non-blocking.
                    case Libc.EAGAIN:
                        Libc.WaitForSpace(handle);
                        break;
                    case Libc.EPIPE:
                        return;
                    default:
                        throw Libc.Error("write to", "standard output or error");
                }
            }
        }
    }

    private static TextWriter Writer(int descriptor) =>
        TextWriter.Synchronized(new StreamWriter(new StandardStream(new SafeFileHandle(descriptor, ownsHandle: false)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096) { AutoFlush = true });
}
