using System.Globalization;
using System.Net.Sockets;
using System.Text;
using EnvCompiler.Run.Supervision.Probing;

namespace EnvCompiler.Run.Contained;

/// <summary>Tells whoever started this process how it is, by sd_notify(3): systemd, or nobody where <c>NOTIFY_SOCKET</c> is not set.</summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket? socket;
    private readonly Action<string> complain;
    private string? complained;

    /// <param name="variables">Of this process.</param>
    /// <param name="complain">Takes why it cannot be told.</param>
    internal ServiceManager(IReadOnlyDictionary<string, string> variables, Action<string> complain)
    {
        this.complain = complain;
        if (variables.GetValueOrDefault(NotifySocket.Variable) is not { Length: > 1 } path)
            return;
        WatchdogPeriod = long.TryParse(variables.GetValueOrDefault(NotifySocket.WatchdogVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds)
            ? TimeSpan.FromMicroseconds(microseconds)
            : null;
        socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        try
        {
            // A name in the abstract namespace is written with `@` in the place of its first byte, zero.
            socket.Connect(new UnixDomainSocketEndPoint(path[0] == '@' ? "\0" + path[1..] : path));
        }
        catch (SocketException e)
        {
            socket.Dispose();
            socket = null;
            complain($"cannot tell the service manager at `{path}` anything: {e.Message}");
        }
    }

    /// <summary>The variables that are this process's business and not its services'.</summary>
    internal static IReadOnlyList<string> OwnVariables { get; } = [NotifySocket.Variable, NotifySocket.WatchdogVariable, "WATCHDOG_PID"];

    /// <summary>Within which time it wants a sign of life again; null where it wants none.</summary>
    internal TimeSpan? WatchdogPeriod { get; }

    /// <summary>All that was asked for is ready.</summary>
    internal void TellReady() => Tell("READY=1");

    /// <summary>One line for people.</summary>
    internal void TellStatus(string text) => Tell("STATUS=" + text.ReplaceLineEndings(" "));

    /// <summary>It is alive.</summary>
    internal void TellAlive() => Tell("WATCHDOG=1");

    /// <summary>It is ending.</summary>
    internal void TellStopping() => Tell("STOPPING=1");

    public void Dispose() => socket?.Dispose();

    private void Tell(string text)
    {
        if (socket is null)
            return;
        try
        {
            socket.Send(Encoding.UTF8.GetBytes(text));
            complained = null;
        }
        catch (SocketException e)
        {
            if (complained == e.Message)
                return;
            complained = e.Message;
            complain($"cannot tell the service manager `{text}`: {e.Message}");
        }
    }
}
