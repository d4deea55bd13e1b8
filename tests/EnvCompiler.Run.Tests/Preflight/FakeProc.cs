using System.Globalization;
using System.Net;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Preflight;

/// <summary>A synthetic <c>/proc</c>: processes, their sockets, and the kernel's tables of TCP sockets.</summary>
internal sealed class FakeProc : IDisposable
{
    private const string Head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    private readonly TemporaryDirectory directory = new();

    internal FakeProc()
    {
        directory.Write("net/tcp", Head);
        directory.Write("net/tcp6", Head);
        directory.Write("sys/net/ipv6/bindv6only", "0\n");
    }

    internal string Root => directory.Path;

    public void Dispose() => directory.Dispose();

    internal FakeProc Listen(string address, int port, long inode, uint user = 1000, string state = "0A")
    {
        var bytes = IPAddress.Parse(address).GetAddressBytes();
        for (var i = 0; i < bytes.Length; i += 4)
            Array.Reverse(bytes, i, 4);
        var line = $"   0: {Convert.ToHexString(bytes)}:{port:X4} 00000000:0000 {state} 00000000:00000000 00:00000000 00000000 {user,5}        0 {inode} 1 0 100 0 0 10 0\n";
        File.AppendAllText(directory.File("net", bytes.Length == 4 ? "tcp" : "tcp6"), line);
        return this;
    }

    internal FakeProc Process(
        int pid, string name, string[] commandLine, string executable, long[] sockets, uint user = 1000, int parent = 1, long start = 5000, char state = 'S')
    {
        var fields = string.Create(CultureInfo.InvariantCulture, $"{pid} ({name}) {state} {parent} {pid} {pid} 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 {start} 0\n");
        directory.Write($"{pid}/stat", fields);
        directory.Write($"{pid}/status", $"Name:\t{name}\nUid:\t{user}\t{user}\t{user}\t{user}\n");
        directory.Write($"{pid}/cmdline", string.Join('\0', commandLine) + "\0");
        File.CreateSymbolicLink(directory.File($"{pid}", "exe"), executable);
        Directory.CreateDirectory(directory.File($"{pid}", "fd"));
        for (var i = 0; i < sockets.Length; i++)
            File.CreateSymbolicLink(directory.File($"{pid}", "fd", $"{i + 3}"), $"socket:[{sockets[i]}]");
        return this;
    }

    internal void End(int pid, params long[] sockets)
    {
        Directory.Delete(directory.File($"{pid}"), recursive: true);
        foreach (var table in (string[])["tcp", "tcp6"])
        {
            var path = directory.File("net", table);
            File.WriteAllLines(path, File.ReadAllLines(path).Where(line => !sockets.Any(inode => line.Contains($" {inode} ", StringComparison.Ordinal))));
        }
    }

    internal void Replace(int pid, long start)
    {
        var path = directory.File($"{pid}", "stat");
        File.WriteAllText(path, File.ReadAllText(path).Replace(" 5000 ", $" {start} ", StringComparison.Ordinal));
    }
}
