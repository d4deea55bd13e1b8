using System.Net;
using System.Net.Sockets;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends.Serving;

/// <summary>Whether the server will be able to listen, tried before a model is loaded for minutes.</summary>
internal static class ListenAddress
{
    /// <summary>Binds every address of a comma separated list for an instant.</summary>
    /// <returns>Why it cannot be done, or null.</returns>
    internal static Diagnostic? CheckTcp(string hosts, int port)
    {
        foreach (var host in hosts.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            IPAddress[] addresses;
            try
            {
                addresses = IPAddress.TryParse(host, out var literal) ? [literal] : Dns.GetHostAddresses(host);
            }
            catch (SocketException e)
            {
                return BackendDiagnostics.UnknownHost(host, e.Message);
            }

            // A name may stand for several addresses; engines listen on the first that works.
            SocketError? error = null;
            foreach (var address in addresses)
            {
                error = TryBind(address, port);
                if (error is null)
                    break;
            }

            if (error is { } last)
                return BackendDiagnostics.CannotBind(host, port, last == SocketError.AddressAlreadyInUse ? "it is in use" : new SocketException((int)last).Message);
        }

        return null;
    }

    // .NET sets SO_REUSEADDR on TCP sockets when it binds, as servers do: connections in TIME_WAIT are no obstacle, a listener is.
    private static SocketError? TryBind(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
