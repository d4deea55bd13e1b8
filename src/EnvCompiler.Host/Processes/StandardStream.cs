using System.Runtime.InteropServices;
using System.Text;
using EnvCompiler.Host.Files;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// Standard output or error of this process, written at once and in UTF-8. <see cref="Console"/> would do the same after 2 ms of start, a tenth of
/// what a switch may take. As there, what a reader that has gone away does not read is no error, but where all of it is wanted.
/// </summary>
public sealed class StandardStream : WriteOnlyStream
{
    private readonly SafeFileHandle handle;
    private readonly bool isWhole;

    /// <summary>A stream to a descriptor.</summary>
    /// <param name="handle">The descriptor.</param>
    /// <param name="isWhole">A reader that has gone away is an error.</param>
    internal StandardStream(SafeFileHandle handle, bool isWhole = false)
    {
        this.handle = handle;
        this.isWhole = isWhole;
    }

    /// <summary>A writer of standard output, safe for several threads.</summary>
    public static TextWriter Output { get; } = Writer(1);

    /// <summary>A writer of standard error, safe for several threads.</summary>
    public static TextWriter Error { get; } = Writer(2);

    /// <summary>Standard output where it is to be known whether all arrives: an archive, a service's log.</summary>
    public static Stream OpenOutput() => Open(1);

    /// <summary>Standard error where that is to be known.</summary>
    public static Stream OpenError() => Open(2);

    /// <inheritdoc/>
    /// <exception cref="IOException">It could not be written; also where nobody reads any more, of what <see cref="OpenOutput"/> and <see cref="OpenError"/> gave.</exception>
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
                    case Libc.EPIPE when !isWhole:
                        return;
                    default:
                        throw Libc.Error("write to", "standard output or error");
                }
            }
        }
    }

    // Not a FileStream: it writes to a place of its own in a file that others of this descriptor write to as well.
    private static StandardStream Open(int descriptor) => new(new SafeFileHandle(descriptor, ownsHandle: false), isWhole: true);

    private static TextWriter Writer(int descriptor) =>
        TextWriter.Synchronized(new StreamWriter(new StandardStream(new SafeFileHandle(descriptor, ownsHandle: false)), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 4096) { AutoFlush = true });
}
