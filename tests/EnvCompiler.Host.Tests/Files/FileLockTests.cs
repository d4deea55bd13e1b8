using System.Runtime.InteropServices;
using EnvCompiler.Host.Files;
using EnvCompiler.TestKit;
using Xunit;

namespace EnvCompiler.Host.Tests.Files;

public sealed partial class FileLockTests
{
    // What a child is between fork and exec: another descriptor of the same open file. CI saw a lock outlive its holder so.
    [Fact]
    public void A_lock_that_was_let_go_is_free_though_a_forked_child_has_its_descriptor()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "lock");
        Assert.True(FileLock.TryAcquire(path, out var held, out _));
        using var descriptorOfTheChild = new Descriptor(Duplicate(DescriptorOf(path)));

        held.Dispose();

        Assert.True(FileLock.TryAcquire(path, out var next, out var holder), holder);
        next.Dispose();
    }

    [Fact]
    public void A_held_lock_says_who_holds_it()
    {
        using var directory = new TemporaryDirectory();
        var path = Path.Combine(directory.Path, "lock");
        Assert.True(FileLock.TryAcquire(path, out var held, out _));
        using (held)
        {
            Assert.False(FileLock.TryAcquire(path, out _, out var holder));
            Assert.StartsWith($"{Environment.ProcessId} ", holder, StringComparison.Ordinal);
        }

        held.Dispose();
    }

    private static int DescriptorOf(string path) =>
        int.Parse(Path.GetFileName(Directory.EnumerateFiles("/proc/self/fd").Single(link => File.ResolveLinkTarget(link, returnFinalTarget: false)?.FullName == path)), null);

    [LibraryImport("libc.so.6", EntryPoint = "dup")]
    private static partial int Duplicate(int descriptor);

    [LibraryImport("libc.so.6", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    private sealed class Descriptor(int number) : IDisposable
    {
        public void Dispose() => Assert.Equal(0, Close(number));
    }
}
