using System.Net;

namespace EnvCompiler.Run.Preflight;

/// <summary>A listening TCP socket.</summary>
/// <param name="Address">Local address.</param>
/// <param name="Port">Local port.</param>
/// <param name="UserId">User id of the socket, known even where its process cannot be looked at.</param>
/// <param name="Inode">The socket's inode.</param>
public sealed record TcpListenerEntry(IPAddress Address, int Port, uint UserId, long Inode);
