using System.Net.Sockets;
using System.Text;
using System.Threading;
using EnvCompiler.Run.Supervision.Probing;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Probing;

public sealed class NotifySocketTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task It_hears_that_the_service_is_ready_and_how_it_is()
    {
        using var notify = new NotifySocket(Path, TimeProvider.System);
        Send("STATUS=loading \u001b[31m4 of 9\nMAINPID=12");
        Send("RELOADING=1\nREADY=0\nNONSENSE");
        Eventually.Holds(() => notify.Status == "loading  [31m4 of 9");
        Assert.False(notify.ReadyAsync(CancellationToken.None).IsCompleted);
        Send("X_MINE=1\nREADY=1\nSTATUS=");
        await notify.ReadyAsync(CancellationToken.None).WaitAsync(Eventually.Patience);
        Eventually.Holds(() => notify.Status is null);
    }

    [Fact]
    public void A_sign_of_life_resets_the_silence()
    {
        var time = new ManualTime();
        using var notify = new NotifySocket(Path, time);
        time.Now = TimeSpan.FromSeconds(30);
        Assert.Equal(TimeSpan.FromSeconds(30), notify.SinceLastSign);
        Send("WATCHDOG=1");
        Eventually.Holds(() => notify.SinceLastSign == TimeSpan.Zero);
    }

    [Fact]
    public void A_socket_that_an_earlier_supervisor_left_is_replaced_and_none_is_left()
    {
        File.WriteAllText(Path, "");
        using (new NotifySocket(Path, TimeProvider.System))
            Send("READY=1");
        Assert.False(File.Exists(Path));
    }

    private string Path => directory.File("notify-1");

    private void Send(string text)
    {
        using var sender = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        sender.SendTo(Encoding.UTF8.GetBytes(text), new UnixDomainSocketEndPoint(Path));
    }

    private sealed class ManualTime : TimeProvider
    {
        internal TimeSpan Now { get; set; }

        public override long GetTimestamp() => Now.Ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}
