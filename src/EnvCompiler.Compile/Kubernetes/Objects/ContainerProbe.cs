namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>What the kubelet asks a container, one of three ways.</summary>
internal sealed record ContainerProbe
{
    public HttpGetAction? HttpGet { get; init; }

    public SocketAction? TcpSocket { get; init; }

    public ExecAction? Exec { get; init; }

    public required int PeriodSeconds { get; init; }

    public required int TimeoutSeconds { get; init; }

    public required int FailureThreshold { get; init; }

    internal sealed record HttpGetAction(string Path, string Port, IReadOnlyList<Header>? HttpHeaders);

    internal sealed record Header(string Name, string Value);

    internal sealed record SocketAction(string Port);

    internal sealed record ExecAction(IReadOnlyList<string> Command);
}
