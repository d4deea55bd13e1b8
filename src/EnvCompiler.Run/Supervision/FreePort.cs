using System.Net;
using System.Net.Sockets;

namespace EnvCompiler.Run.Supervision;

/// <summary>A TCP port that nobody listens on.</summary>
internal static class FreePort
{
    /// <summary>One that the kernel gives for an address of this host; for a name, one of the loopback address. It is free now, not reserved.</summary>
    internal static int On(string host)
    {
        using var listener = new TcpListener(IPAddress.TryParse(host, out var address) ? address : IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
