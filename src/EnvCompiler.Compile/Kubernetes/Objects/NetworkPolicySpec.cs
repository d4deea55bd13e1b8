namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>Who may reach pods.</summary>
internal sealed record NetworkPolicySpec(LabelSelector PodSelector, IReadOnlyList<string> PolicyTypes, IReadOnlyList<NetworkPolicySpec.Rule> Ingress)
{
    internal sealed record Rule(IReadOnlyList<Peer> From, IReadOnlyList<AllowedPort> Ports);

    internal sealed record Peer(LabelSelector NamespaceSelector);

    internal sealed record AllowedPort(string Protocol, int Port);
}
