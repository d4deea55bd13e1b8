using System.Globalization;
using System.Net;

namespace EnvCompiler.Model.Manifests;

/// <summary>Where something listens: <c>127.0.0.1:9469</c>, <c>[::1]:9469</c>, or <c>9469</c>, which is that port of 127.0.0.1.</summary>
public static class ListenAddress
{
    /// <summary>Reads an address; it has a port.</summary>
    public static bool TryParse(string text, out IPEndPoint address)
    {
        address = new IPEndPoint(IPAddress.Loopback, 0);
        if (text.Length > 0 && text.All(char.IsAsciiDigit))
        {
            var isPort = ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
            address.Port = port;
            return isPort;
        }

        // Of an address without a port, and of a number that is one, the port is 0.
        if (!IPEndPoint.TryParse(text, out var parsed) || parsed.Port == 0)
            return false;
        address = parsed;
        return true;
    }
}
