using System.Runtime.InteropServices;
using System.Threading;
using Microsoft.Win32.SafeHandles;

namespace EnvCompiler.Host.Processes;

/// <summary>
/// One thread that waits on many descriptors by <c>epoll</c> and calls back when one is readable: ends of processes (pidfds) and
/// pipes, of which .NET's own loop knows neither.
/// </summary>
public sealed class DescriptorLoop : IDisposable
{
    private const int BatchSize = 64;
    private const int EFD_CLOEXEC = Libc.O_CLOEXEC;

    private readonly Dictionary<ulong, Action> callbacks = [];
    private readonly System.Threading.Lock gate = new();
    private readonly SafeFileHandle epoll;
    private readonly SafeFileHandle wakeUp;
    private readonly Thread thread;
    private ulong lastKey;
    private volatile bool ended;

    /// <summary>Starts the thread.</summary>
    /// <param name="name">Thread name, for debuggers.</param>
    public DescriptorLoop(string name)
    {
        epoll = Owned(Libc.EpollCreate(Libc.O_CLOEXEC), "epoll");
        wakeUp = Owned(Libc.EventFd(0, EFD_CLOEXEC), "eventfd");
        Add(wakeUp, static () => { });
        thread = new Thread(Run) { Name = name, IsBackground = true };
        thread.Start();
    }

    /// <summary>Calls back on the loop's thread whenever the descriptor is readable or at its end, until the result is disposed.</summary>
    public IDisposable Watch(SafeFileHandle descriptor, Action onReadable) => new Watching(this, descriptor, Add(descriptor, onReadable));

    /// <summary>Ends the thread and waits for it.</summary>
    public unsafe void Dispose()
    {
        if (ended)
            return;
        ended = true;
        ulong one = 1;
        if (Libc.Write(wakeUp, (byte*)&one, sizeof(ulong)) < 0)
            throw Libc.Error("wake", "a descriptor loop");
        if (Thread.CurrentThread != thread)
            thread.Join();
        epoll.Dispose();
        wakeUp.Dispose();
    }

    private static SafeFileHandle Owned(int descriptor, string what) =>
        descriptor >= 0 ? new SafeFileHandle(descriptor, ownsHandle: true) : throw Libc.Error("make", what);

    private unsafe ulong Add(SafeFileHandle descriptor, Action onReadable)
    {
        ulong key;
        lock (gate)
        {
            key = ++lastKey;
            callbacks.Add(key, onReadable);
        }

        var interest = EpollEvents.Write(stackalloc byte[EpollEvents.Size], Libc.EPOLLIN, key);
        fixed (byte* bytes = interest)
        {
            if (Libc.EpollControl(epoll, Libc.EPOLL_CTL_ADD, descriptor, bytes) != 0)
                throw Libc.Error("watch", "a descriptor");
        }

        return key;
    }

    private unsafe void Remove(SafeFileHandle descriptor, ulong key)
    {
        lock (gate)
        {
            if (!callbacks.Remove(key))
                return;
        }

        if (!ended && Libc.EpollControl(epoll, Libc.EPOLL_CTL_DEL, descriptor, null) != 0)
            throw Libc.Error("stop watching", "a descriptor");
    }

    private unsafe void Run()
    {
        var events = stackalloc byte[EpollEvents.Size * BatchSize];
        while (!ended)
        {
            var count = Libc.EpollWait(epoll, events, BatchSize, -1);
            if (count < 0 && Marshal.GetLastPInvokeError() != Libc.EINTR)
                throw Libc.Error("wait for", "descriptors");
            for (var i = 0; i < count && !ended; i++)
                Find(EpollEvents.Key(new ReadOnlySpan<byte>(events + (i * EpollEvents.Size), EpollEvents.Size)))?.Invoke();
        }
    }

    private Action? Find(ulong key)
    {
        lock (gate)
            return callbacks.GetValueOrDefault(key);
    }

    private sealed class Watching(DescriptorLoop loop, SafeFileHandle descriptor, ulong key) : IDisposable
    {
        public void Dispose() => loop.Remove(descriptor, key);
    }

    /// <summary><c>struct epoll_event</c>: packed on x86-64, naturally aligned elsewhere.</summary>
    private static class EpollEvents
    {
        private static readonly int KeyOffset = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;

        internal static int Size => KeyOffset + sizeof(ulong);

        internal static Span<byte> Write(Span<byte> target, uint events, ulong key)
        {
            MemoryMarshal.Write(target, events);
            MemoryMarshal.Write(target[KeyOffset..], key);
            return target;
        }

        internal static ulong Key(ReadOnlySpan<byte> source) => MemoryMarshal.Read<ulong>(source[KeyOffset..]);
    }
}
