using System.Net.Sockets;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Activation;

/// <summary>What of the host a program inside a root meets.</summary>
public sealed class HostInsideTests
{
    [Requires("bwrap")]
    public async Task A_locale_that_the_root_lacks_becomes_C_UTF_8_and_others_stay()
    {
        using var environment = new BuiltEnvironment();
        var variables = new Dictionary<string, string>((await environment.PrepareAsync()).Value.Variables)
        {
            ["LANG"] = "xx_YY.UTF-8", ["LC_ALL"] = "xx_YY", ["LC_TIME"] = "C", ["LC_PAPER"] = "C.UTF-8",
        };
        var said = await environment.RunAsync(environment.Enter, ["toplevel", "sh", "-c", "echo $LANG $LC_ALL $LC_TIME $LC_PAPER ${LC_NAME-none}"], variables);
        Assert.Equal("C.UTF-8 C.UTF-8 C C.UTF-8 none\n", said.Output);
    }

    [Requires("bwrap")]
    public async Task A_variable_for_certificates_that_cannot_be_seen_inside_is_unset()
    {
        using var environment = new BuiltEnvironment();
        var mine = Path.Combine(environment.Layout.Directory, "mine.pem");
        var variables = new Dictionary<string, string>((await environment.PrepareAsync()).Value.Variables)
        {
            ["SSL_CERT_FILE"] = "/etc/pki/nowhere.crt", ["CURL_CA_BUNDLE"] = mine, ["SSL_CERT_DIR"] = "/etc/alternatives",
        };
        var said = await environment.RunAsync(environment.Enter, ["toplevel", "sh", "-c", "echo ${SSL_CERT_FILE-unset} $CURL_CA_BUNDLE $SSL_CERT_DIR"], variables);
        Assert.Equal($"unset {mine} /etc/alternatives\n", said.Output);
    }

    [Requires("bwrap", "python3")]
    public async Task Sockets_of_the_host_answer_inside()
    {
        // Agents, X11, Wayland and D-Bus are such sockets: in the run directory, in /tmp, or in the abstract namespace of the network.
        using var environment = new BuiltEnvironment();
        using var directory = new TemporaryDirectory();
        foreach (var address in (string[])[directory.File("bus"), $"\0envc-{Guid.NewGuid()}"])
        {
            using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(address));
            listener.Listen();
            var accepted = listener.AcceptAsync();
            var name = address.Replace("\0", "\\0", StringComparison.Ordinal);
            var said = await environment.EnterAsync("python3", "-c", $"import socket; socket.socket(socket.AF_UNIX).connect('{name}')");
            Assert.Equal((0, ""), (said.ExitCode, said.Error));
            (await accepted).Dispose();
        }
    }

    [Requires("bwrap")]
    public async Task A_time_zone_of_the_caller_counts_inside()
    {
        using var environment = new BuiltEnvironment();
        var variables = new Dictionary<string, string>((await environment.PrepareAsync()).Value.Variables) { ["TZ"] = "XYZ-3" };
        Assert.Equal("+0300 XYZ\n", (await environment.RunAsync(environment.Enter, ["toplevel", "date", "+%z %Z"], variables)).Output);
        Assert.Equal(File.ReadAllText("/etc/hostname"), (await environment.EnterAsync("cat", "/etc/hostname")).Output);
    }
}
