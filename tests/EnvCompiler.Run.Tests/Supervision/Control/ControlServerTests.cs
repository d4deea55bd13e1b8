using System.Net.Sockets;
using System.Text;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Run.Supervision.Control;
using EnvCompiler.TestKit;

namespace EnvCompiler.Run.Tests.Supervision.Control;

public sealed class ControlServerTests
{
    [Fact]
    public async Task The_answer_to_the_request_that_ends_the_supervisor_still_arrives()
    {
        using var directory = new TemporaryDirectory();
        using var end = new CancellationTokenSource();
        using var server = new ControlServer(directory.File("socket"), new PosixFileOperations(), EndAndAnswerAsync);
        var serving = server.RunAsync(end.Token);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(directory.File("socket")));
        using var stream = new NetworkStream(socket);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        await stream.WriteAsync(Encoding.UTF8.GetBytes("""{"protocol":1,"operation":"stop"}""" + "\n"));
        await serving;
        Assert.StartsWith("""{"protocol":1""", await reader.ReadLineAsync(), StringComparison.Ordinal);

        Task<SupervisorResponse> EndAndAnswerAsync(SupervisorRequest request, CancellationToken cancellation)
        {
            end.Cancel();
            return Task.FromResult(new SupervisorResponse());
        }
    }
}
