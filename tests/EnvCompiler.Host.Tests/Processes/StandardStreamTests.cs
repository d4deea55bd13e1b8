using System.IO.Pipes;
using System.Security.Cryptography;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace EnvCompiler.Host.Tests.Processes;

public sealed class StandardStreamTests
{
    private const int F_SETFL = 4;
    private const int O_NONBLOCK = 0x800;

    // A pipe holds 64 KiB; a child that shares it may have made it non-blocking.
    [Theory]
    [InlineData(0)]
    [InlineData(O_NONBLOCK)]
    public async Task All_of_a_long_text_arrives_at_a_slow_reader(int flags)
    {
        var sent = RandomNumberGenerator.GetBytes(1_000_000);
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var reader = new AnonymousPipeClientStream(PipeDirection.In, writer.ClientSafePipeHandle);
        using var handle = HandleOf(writer);
        Assert.Equal(0, Libc.Control(handle, F_SETFL, flags));
        using var stream = new StandardStream(handle);

        var writing = Task.Run(() => stream.Write(sent));
        await Task.Delay(20);
        var received = new byte[sent.Length];
        await reader.ReadExactlyAsync(received);
        await writing;

        Assert.Equal(sent, received);
    }

    [Fact]
    public void A_reader_that_has_gone_away_is_no_error()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var handle = HandleOf(writer);
        writer.DisposeLocalCopyOfClientHandle();
        using var stream = new StandardStream(handle);

        stream.Write("nobody reads this"u8);
    }

    [Fact]
    public void A_reader_that_has_gone_away_is_an_error_where_all_is_wanted()
    {
        using var writer = new AnonymousPipeServerStream(PipeDirection.Out);
        using var handle = HandleOf(writer);
        writer.DisposeLocalCopyOfClientHandle();
        using var stream = new StandardStream(handle, isWhole: true);

        Assert.Throws<IOException>(() => stream.Write("nobody reads this"u8));
    }

    [Fact]
    public void Others_write_to_the_same_file_in_between()
    {
        using var directory = new TemporaryDirectory();
        using var file = File.OpenHandle(directory.File("log"), FileMode.CreateNew, FileAccess.Write);
        using var one = new StandardStream(file, isWhole: true);
        using var other = new StandardStream(file);
        one.Write("one "u8);
        other.Write("other "u8);
        one.Write("one"u8);
        Assert.Equal("one other one", File.ReadAllText(directory.File("log")));
    }

    [Fact]
    public void A_full_disk_is_named()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        using var stream = new StandardStream(full);

        Assert.Throws<EnvCompiler.Host.Files.DiskFullException>(() => stream.Write("x"u8));
    }

    private static SafeFileHandle HandleOf(AnonymousPipeServerStream pipe) => new(pipe.SafePipeHandle.DangerousGetHandle(), ownsHandle: false);
}
