namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>A k8s service: one name and address for pods.</summary>
internal sealed record ServiceObjectSpec(string Type, SortedDictionary<string, string> Selector, IReadOnlyList<ServiceObjectSpec.ServicePort> Ports)
{
    /// <param name="Name">Its name.</param>
    /// <param name="AppProtocol">What is spoken, for gateways; null where that is not known.</param>
    /// <param name="Protocol"><c>TCP</c>.</param>
    /// <param name="Number">The port of the address.</param>
    /// <param name="TargetPort">The container's port.</param>
    internal sealed record ServicePort(
        string Name, string? AppProtocol, string Protocol, [property: System.Text.Json.Serialization.JsonPropertyName("port")] int Number, int TargetPort);
}
