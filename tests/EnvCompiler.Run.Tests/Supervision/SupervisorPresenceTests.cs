using System.Net.Sockets;
using System.Threading;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Supervision;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision;

public sealed class SupervisorPresenceTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly SteppedClock clock = new();

    private RunLayout Run => new(directory.Path);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Without_a_supervisor_nobody_is_there() => Assert.False(await new SupervisorPresence(Run, clock).IsThereAsync(default));

    [Fact]
    public async Task One_that_was_killed_counts_as_there_for_ten_seconds_and_longer_when_another_comes()
    {
        var presence = new SupervisorPresence(Run, clock);
        using (Listen())
            Assert.True(await LaterAsync(0));

        Assert.True(File.Exists(Run.Socket));
        Assert.True(await LaterAsync(9));
        File.Delete(Run.Socket);
        using (Listen())
            Assert.True(await LaterAsync(0.6));

        Assert.True(await LaterAsync(9.9));
        Assert.False(await LaterAsync(0.6));

        async Task<bool> LaterAsync(double seconds)
        {
            clock.Timestamp += TimeSpan.FromSeconds(seconds).Ticks;
            return await presence.IsThereAsync(CancellationToken.None);
        }
    }

    [Fact]
    public async Task One_that_ended_is_gone_after_a_second()
    {
        var presence = new SupervisorPresence(Run, clock);
        using (Listen())
            Assert.True(await presence.IsThereAsync(default));
        File.Delete(Run.Socket);

        clock.Timestamp += TimeSpan.FromSeconds(0.9).Ticks;
        Assert.True(await presence.IsThereAsync(default));
        clock.Timestamp += TimeSpan.FromSeconds(0.2).Ticks;
        Assert.False(await presence.IsThereAsync(default));
    }

    // Closing it leaves the file, as a kill does.
    private Socket Listen()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new KeptEndPoint(Run.Socket));
        socket.Listen();
        return socket;
    }

    private sealed class SteppedClock : TimeProvider
    {
        internal long Timestamp { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Timestamp;
    }

    /// <summary>.NET removes the file of a <see cref="UnixDomainSocketEndPoint"/> when the socket is closed.</summary>
    private sealed class KeptEndPoint(string path) : System.Net.EndPoint
    {
        private readonly UnixDomainSocketEndPoint inner = new(path);

        public override AddressFamily AddressFamily => inner.AddressFamily;

        public override System.Net.SocketAddress Serialize() => inner.Serialize();

        public override System.Net.EndPoint Create(System.Net.SocketAddress socketAddress) => inner.Create(socketAddress);
    }
}
