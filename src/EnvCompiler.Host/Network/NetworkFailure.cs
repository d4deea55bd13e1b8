using System.Net.Sockets;

namespace EnvCompiler.Host.Network;

/// <summary>What an exception of the network says.</summary>
internal static class NetworkFailure
{
    private const string NoConnection = "no connection in time";

    /// <summary>The reason in words, or null for anything that is not the network's doing.</summary>
    internal static string? ReasonOf(Exception exception) => exception switch
    {
        TimeoutException => exception.Message,
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.TryAgain } } => "no name server answers",
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.HostNotFound } } => "no name server knows this host",
        HttpRequestException { InnerException: SocketException socket } => socket.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } => inner.Message,
        HttpRequestException { InnerException: TimeoutException } => NoConnection,
        HttpRequestException or HttpIOException => exception.Message,
        TaskCanceledException => NoConnection,
        IOException { InnerException: SocketException socket } => socket.Message,
        _ => null,
    };

    /// <summary>Whether there was no connection at all: no name, no way, nobody who listens, or nobody who says anything.</summary>
    internal static bool IsOfConnecting(Exception exception) => exception is
        HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError }
        or HttpRequestException { InnerException: TimeoutException }
        or TaskCanceledException { InnerException: TimeoutException };
}
