using System.Net.Sockets;

namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>What an exception of the network says, in words.</summary>
internal static class NetworkFailure
{
    /// <summary>Null for anything that is not the network's doing.</summary>
    internal static string? ReasonOf(Exception exception) => exception switch
    {
        TimeoutException => exception.Message,
        HttpRequestException { InnerException: SocketException socket } => socket.Message,
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } inner } => inner.Message,
        HttpRequestException { InnerException: TimeoutException } => "no connection in time",
        HttpRequestException { InnerException: IOException inner } => inner.InnerException?.Message ?? inner.Message,
        HttpRequestException or HttpIOException => exception.Message,
        OperationCanceledException => "no connection in time",
        IOException { InnerException: SocketException socket } => socket.Message,
        _ => null,
    };
}
