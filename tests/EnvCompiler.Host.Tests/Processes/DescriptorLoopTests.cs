using System.Threading;
using EnvCompiler.Host.Processes;
using EnvCompiler.TestKit;

namespace EnvCompiler.Host.Tests.Processes;

public sealed class DescriptorLoopTests
{
    [Fact]
    public void A_pipe_is_told_when_it_can_be_read_and_at_its_end_until_the_watch_ends()
    {
        using var loop = new DescriptorLoop("test");
        var pipe = Pipe.Create();
        using var reader = pipe.Reader;
        using var told = new ManualResetEventSlim();
        var buffer = new byte[10];
        var said = new List<int>();
        IDisposable? watch = null;
        watch = loop.Watch(reader, () =>
        {
            lock (said)
                said.Add(Pipe.Read(reader, buffer));
            told.Set();
        });

        using (var writer = new FileStream(pipe.Writer, FileAccess.Write, bufferSize: 0))
        {
            writer.Write("hello"u8);
            Assert.True(told.Wait(Eventually.Patience));
        }

        SpinWait.SpinUntil(() => { lock (said) return said.Contains(0); }, Eventually.Patience);
        watch.Dispose();
        Assert.Equal([5, 0], said.Distinct());
    }

    [Fact]
    public void Nothing_to_read_is_not_the_end()
    {
        var pipe = Pipe.Create();
        using (pipe.Reader)
        using (pipe.Writer)
            Assert.Equal(-1, Pipe.Read(pipe.Reader, new byte[1]));
    }
}
