using System.Net;

namespace EnvCompiler.Ship.Distribution.Authentication;

/// <summary>What is special about hosts: Docker's registry has three names, and loopback needs no TLS.</summary>
public static class RegistryHosts
{
    private const string DockerHub = "docker.io";

    /// <summary>Where the API of a registry is.</summary>
    public static string ApiHost(string registry) => registry is DockerHub or "index.docker.io" ? "registry-1.docker.io" : registry;

    /// <summary>The registry's key in credential files and for helpers.</summary>
    public static string CredentialKey(string registry) => registry is DockerHub or "index.docker.io" ? "https://index.docker.io/v1/" : registry;

    /// <summary>Whether nothing leaves this machine on the way to a host.</summary>
    public static bool IsLoopback(Uri uri) =>
        uri.Host is "localhost" || uri.Host.EndsWith(".localhost", StringComparison.Ordinal) || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
