using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EnvCompiler.Run.Preflight;

/// <summary>
/// Listening TCP sockets from <c>/proc/net/tcp</c> and <c>tcp6</c> (proc_net_tcp(5)). These are the kernel's own tables, so <c>ss</c>
/// and <c>lsof</c>, which read the same, are not needed.
/// </summary>
/// <param name="root">Usually <c>/proc</c>.</param>
public sealed class TcpListeners(string root)
{
    private const string Listening = "0A";

    /// <summary>What would keep a server from listening.</summary>
    /// <param name="host">Address it wants; a name stands for any address.</param>
    /// <param name="port">Port it wants.</param>
    /// <exception cref="IOException">The tables cannot be read.</exception>
    public IReadOnlyList<TcpListenerEntry> InTheWayOf(string host, int port)
    {
        var wanted = host.Contains(',') || !IPAddress.TryParse(host, out var address) ? null : address;
        var ipv6Only = File.Exists($"{root}/sys/net/ipv6/bindv6only") && File.ReadAllText($"{root}/sys/net/ipv6/bindv6only").Trim() == "1";
        var found = new List<TcpListenerEntry>();
        foreach (var table in (string[])[$"{root}/net/tcp", $"{root}/net/tcp6"])
        {
            // Kernels without IPv6 have no tcp6.
            if (table.EndsWith('6') && !File.Exists(table))
                continue;
            foreach (var line in File.ReadLines(table).Skip(1))
            {
                if (Parse(line) is { } entry && entry.Port == port && (wanted is null || Conflicts(wanted, entry.Address, ipv6Only)))
                    found.Add(entry);
            }
        }

        return found;
    }

    /// <summary>One line of a table; null when it is no listening socket.</summary>
    public static TcpListenerEntry? Parse(string line)
    {
        var fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length < 10 || fields[3] != Listening)
            return null;
        var colon = fields[1].IndexOf(':');
        if (colon < 0 || ParseAddress(fields[1].AsSpan(0, colon)) is not { } address
            || !int.TryParse(fields[1].AsSpan(colon + 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var port)
            || !uint.TryParse(fields[7], out var user) || !long.TryParse(fields[9], out var inode))
            return null;
        return new TcpListenerEntry(address, port, user, inode);
    }

    // Each 32-bit word is printed as the host holds it, and hosts here are little-endian.
    private static IPAddress? ParseAddress(ReadOnlySpan<char> text)
    {
        if (text.Length is not (8 or 32))
            return null;
        Span<byte> bytes = stackalloc byte[text.Length / 2];
        for (var i = 0; i < bytes.Length; i += 4)
        {
            if (!uint.TryParse(text.Slice(i * 2, 8), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var word))
                return null;
            BinaryPrimitives.WriteUInt32LittleEndian(bytes[i..], word);
        }

        var address = new IPAddress(bytes);
        return address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
    }

    private static bool Conflicts(IPAddress wanted, IPAddress taken, bool ipv6Only)
    {
        if (wanted.IsIPv4MappedToIPv6)
            wanted = wanted.MapToIPv4();
        if (wanted.AddressFamily == taken.AddressFamily)
            return wanted.Equals(taken) || IsAny(wanted) || IsAny(taken);
        // A listener on `::` takes IPv4 as well unless the host says otherwise.
        var six = wanted.AddressFamily == AddressFamily.InterNetworkV6 ? wanted : taken;
        return !ipv6Only && IsAny(six);
    }

    private static bool IsAny(IPAddress address) => address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
}
