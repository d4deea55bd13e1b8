using System.Net.Sockets;
using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends.Serving;

/// <summary>
/// Makes way for a unix socket. A path that is there already is refused by the policy <c>external</c>; <c>safe-cleanup</c> removes and
/// <c>move-aside</c> renames it, but only a socket on which connecting is refused: any other error may mean a live server.
/// </summary>
internal static class UnixSocketPath
{
    /// <summary>Looks at the path, and changes something only when asked to.</summary>
    /// <param name="context">The stage.</param>
    /// <param name="path">Absolute path of the socket.</param>
    /// <param name="change">Remove or rename a stale socket; otherwise only say whether that could be done.</param>
    /// <returns>Why the server cannot listen there, or null.</returns>
    internal static Diagnostic? Prepare(StageContext context, string path, bool change)
    {
        var directory = Path.GetDirectoryName(path);
        if (!Directory.Exists(directory))
            return BackendDiagnostics.SocketPath(path, "its directory does not exist");
        var file = new FileInfo(path);
        if (file.LinkTarget is not null)
            return BackendDiagnostics.SocketPath(path, "it is a symbolic link");
        if (!file.Exists)
            return null;
        if (!FileOwner.Of(path).IsSocket)
            return BackendDiagnostics.SocketPath(path, "it is there and not a socket");
        var policy = context.Variables.Pipeline("SOCKET_STALE_POLICY");
        if (policy == "external")
            return BackendDiagnostics.SocketExists(path, context.Backend.Prefix + "SOCKET_STALE_POLICY");
        if (Connect(path) is { } alive)
            return BackendDiagnostics.SocketPath(path, alive);
        if (!change)
            return null;
        if (policy == "move-aside")
            context.Host.Files.Rename(path, $"{path}.old.{context.Host.Time.GetUtcNow().ToUnixTimeSeconds()}.{Environment.ProcessId}");
        else
            context.Host.Files.Unlink(path);
        return null;
    }

    // Null when nobody listens.
    private static string? Connect(string path)
    {
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return "a server answers on it";
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused ? null : $"whether a server answers on it cannot be told: {e.Message}";
        }
    }
}
