using EnvCompiler.Model.Generations;

namespace EnvCompiler.Run.Supervision;

/// <summary>Where a service can be reached from this host.</summary>
/// <param name="Url">Base URL, without a path; of a unix socket <c>http://localhost</c>.</param>
/// <param name="Socket">Absolute path of the unix socket, or null for TCP.</param>
public sealed record ServiceAddress(string Url, string? Socket = null)
{
    /// <summary>The address that a service's final variables say.</summary>
    /// <param name="endpoint">Names of the variables and their defaults.</param>
    /// <param name="variables">Final variables.</param>
    /// <param name="directory">The service's working directory: a relative socket path starts there.</param>
    public static ServiceAddress Of(ServiceEndpoint endpoint, IReadOnlyDictionary<string, string> variables, string directory)
    {
        var host = Value(variables, endpoint.HostVariable) ?? endpoint.DefaultHost;
        var port = Value(variables, endpoint.PortVariable) ?? endpoint.DefaultPort.ToString();
        return host.EndsWith(".sock", StringComparison.Ordinal)
            ? new ServiceAddress("http://localhost", Path.GetFullPath(host, directory))
            : new ServiceAddress($"http://{Reachable(host)}:{port}");
    }

    /// <summary>The host of the URL, without brackets.</summary>
    public string Host => new Uri(Url).Host.Trim('[', ']');

    /// <summary><c>http://HOST:PORT</c> or <c>unix:/PATH</c>.</summary>
    public override string ToString() => Socket is null ? Url : $"unix:{Socket}";

    // Any address to listen on is no address to connect to.
    private static string Reachable(string host) => host switch
    {
        "0.0.0.0" or "" or "*" => "127.0.0.1",
        "::" or "[::]" => "[::1]",
        _ when host.Contains(':', StringComparison.Ordinal) && !host.StartsWith('[') => $"[{host}]",
        _ => host,
    };

    private static string? Value(IReadOnlyDictionary<string, string> variables, string name) =>
        variables.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
