using System.Net.Sockets;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Host.Files;
using EnvCompiler.Host.Machine;

namespace EnvCompiler.Run.Supervision.Control;

/// <summary>The control socket: 0600 in a 0700 directory, and only for processes of the same user.</summary>
internal sealed class ControlServer : IDisposable
{
    private const int SOL_SOCKET = 1;
    private const int SO_PEERCRED = 17;
    private static readonly TimeSpan LastAnswersWithin = TimeSpan.FromSeconds(2);

    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string path;
    private readonly IFileOperations files;
    private readonly Func<SupervisorRequest, CancellationToken, Task<SupervisorResponse>> handle;

    /// <summary>
    /// Binds the socket. An old one is replaced, which only the holder of the supervisor's lock may do, by a rename: whoever looks while a killed supervisor is
    /// started again finds one at any time.
    /// </summary>
    internal ControlServer(
        string path, IFileOperations files, Func<SupervisorRequest, CancellationToken, Task<SupervisorResponse>> handle)
    {
        (this.path, this.files, this.handle) = (path, files, handle);
        // No longer than the path itself, which is held against the kernel's limit.
        var unseen = Path.Combine(Path.GetDirectoryName(path)!, "new.sock");
        files.Unlink(unseen);
        listener.Bind(new UnixDomainSocketEndPoint(unseen));
        files.ChangeMode(unseen, FileWriter.Private);
        listener.Listen(128);
        files.Rename(unseen, path);
    }

    /// <summary>Serves until cancelled, and then until answers that were given have been sent.</summary>
    internal async Task RunAsync(CancellationToken cancellation)
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                serving.Add(ServeAsync(await listener.AcceptAsync(cancellation), cancellation));
                serving.RemoveAll(static task => task.IsCompletedSuccessfully);
            }
        }
        catch (OperationCanceledException)
        {
            // The supervisor ends; a client that does not read its answer cannot hold it up.
            await Task.WhenAny(Task.WhenAll(serving), Task.Delay(LastAnswersWithin, CancellationToken.None));
        }
    }

    public void Dispose()
    {
        files.Unlink(path);
        listener.Dispose();
    }

    private async Task ServeAsync(Socket socket, CancellationToken cancellation)
    {
        using var connection = new ControlConnection(socket);
        try
        {
            if (PeerUserId(socket) is var user && user != HostPlaces.UserId && user != 0)
                return;
            while (await connection.ReadAsync(SupervisorJson.Default.SupervisorRequest, cancellation) is { } request)
            {
                // Not cancelled: the answer to the request that ends the supervisor is sent while it ends.
                await connection.WriteAsync(
                    await AnswerAsync(request, connection, cancellation), SupervisorJson.Default.SupervisorResponse, CancellationToken.None);
            }
        }
        catch (JsonException e)
        {
            await RefuseAsync(connection, new SupervisorResponse { Refused = Refusal.Unusable, Detail = e.Message }, cancellation);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // The client is gone, or the supervisor ends; both are for the other side to notice.
        }
    }

    private async Task<SupervisorResponse> AnswerAsync(
        SupervisorRequest request, ControlConnection connection, CancellationToken cancellation)
    {
        if (request.Protocol != SupervisorRequest.CurrentProtocol)
            return new SupervisorResponse { Refused = Refusal.Protocol };
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var answer = handle(request, abandoned.Token);
        if (answer.IsCompleted)
            return await answer;
        var end = connection.WaitForEndAsync(abandoned.Token);
        if (await Task.WhenAny(answer, end) == end)
            await abandoned.CancelAsync();
        return await answer;
    }

    private static async Task RefuseAsync(ControlConnection connection, SupervisorResponse refusal, CancellationToken cancellation)
    {
        try
        {
            await connection.WriteAsync(refusal, SupervisorJson.Default.SupervisorResponse, cancellation);
        }
        catch (IOException)
        {
            // It sent nonsense and did not wait for an answer.
        }
    }

    // struct ucred { pid, uid, gid }
    private static uint PeerUserId(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12];
        socket.GetRawSocketOption(SOL_SOCKET, SO_PEERCRED, credentials);
        return BitConverter.ToUInt32(credentials[4..8]);
    }
}
