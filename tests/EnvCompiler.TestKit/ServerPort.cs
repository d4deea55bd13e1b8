using System.Net;
using System.Net.Sockets;

namespace EnvCompiler.TestKit;

/// <summary>Ports for the servers of tests.</summary>
public static class ServerPort
{
    private const int First = 10_000;

    // The kernel gives ports from here on to clients: one of those that is free now may not be when its server starts.
    private static readonly int s_firstOfClients = int.Parse(File.ReadAllText("/proc/sys/net/ipv4/ip_local_port_range").Split('\t')[0]);

    /// <summary>A TCP port of the loopback address on which nobody listens.</summary>
    public static int Find()
    {
        while (true)
        {
            var port = Random.Shared.Next(First, s_firstOfClients);
            using var listener = new TcpListener(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Another one then.
                continue;
            }
        }
    }
}
