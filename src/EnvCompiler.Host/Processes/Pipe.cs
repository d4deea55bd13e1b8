using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>A pipe whose reading end never blocks; both ends close at exec.</summary>
/// <param name="Reader">Non-blocking.</param>
/// <param name="Writer">Blocking, as programs expect of their output.</param>
public readonly record struct Pipe(SafeFileHandle Reader, SafeFileHandle Writer)
{
    private const int F_SETFL = 4;
    private const short POLLERR = 8;
    private const int StandardOutput = 1;

    // struct pollfd { int fd; short events; short revents }
    private const int PollReturned = 6;

    /// <summary>Whether standard output is a pipe that nobody will ever read again. .NET writes to such a one without a word.</summary>
    public static unsafe bool IsOutputAbandoned
    {
        get
        {
            var poll = stackalloc byte[8];
            new Span<byte>(poll, 8).Clear();
            *(int*)poll = StandardOutput;
            return Libc.Poll(poll, 1, 0) > 0 && (*(short*)(poll + PollReturned) & POLLERR) != 0;
        }
    }

    /// <summary>Makes one.</summary>
    public static unsafe Pipe Create()
    {
        var ends = stackalloc int[2];
        if (Libc.Pipe(ends, Libc.O_CLOEXEC) != 0)
            throw Libc.Error("make", "a pipe");
        var pipe = new Pipe(new SafeFileHandle(ends[0], ownsHandle: true), new SafeFileHandle(ends[1], ownsHandle: true));
        if (Libc.Control(pipe.Reader, F_SETFL, Libc.O_NONBLOCK) != 0)
            throw Libc.Error("make non-blocking", "a pipe");
        return pipe;
    }

    /// <summary>
    /// Makes one whose writer is a reader to the kernel as well: whoever writes to it is not ended by SIGPIPE when the reader is gone, but waits
    /// once the pipe is full. Another process of this user may read on, through <c>/proc/PID/fd</c>.
    /// </summary>
    public static Pipe CreateLasting()
    {
        var pipe = Create();
        using (pipe.Writer)
        {
            var path = $"/proc/self/fd/{pipe.Writer.DangerousGetHandle()}";
            var both = Libc.Open(path, Libc.O_RDWR | Libc.O_CLOEXEC, 0);
            if (both < 0)
                throw Libc.Error("open", path);
            return pipe with { Writer = new SafeFileHandle(both, ownsHandle: true) };
        }
    }

    /// <summary>The reading end of the pipe that is a descriptor of another process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="descriptor">Its number there.</param>
    /// <returns>Null when the process has ended or may not be looked into.</returns>
    public static SafeFileHandle? TryOpenReader(int pid, int descriptor)
    {
        var reader = Libc.Open($"/proc/{pid}/fd/{descriptor}", Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
        return reader < 0 ? null : new SafeFileHandle(reader, ownsHandle: true);
    }

    /// <summary>Reads what is there.</summary>
    /// <returns>Bytes read; 0 at the end; -1 when there is nothing yet.</returns>
    public static unsafe int Read(SafeFileHandle reader, Span<byte> buffer)
    {
        fixed (byte* start = buffer)
        {
            while (true)
            {
                var count = Libc.Read(reader, start, (nuint)buffer.Length);
                if (count >= 0)
                    return (int)count;
                switch (Marshal.GetLastPInvokeError())
                {
                    case Libc.EINTR: continue;
                    case Libc.EAGAIN: return -1;
                    default: throw Libc.Error("read", "a pipe");
                }
            }
        }
    }
}
