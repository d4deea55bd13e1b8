namespace EnvCompiler.Model.Generations;

/// <summary>The host and port of a service: variables of its own environment, with the backend's defaults.</summary>
/// <param name="HostVariable">E.g. <c>LLAMACPP_HOST</c>; a value that ends in <c>.sock</c> is a unix socket.</param>
/// <param name="PortVariable">E.g. <c>LLAMACPP_PORT</c>.</param>
/// <param name="DefaultHost">Used when the variable is unset.</param>
/// <param name="DefaultPort">Used when the variable is unset.</param>
/// <param name="ApiKeyVariable">Variable that holds the bearer key, e.g. <c>LLAMACPP_API_KEY</c>, or null.</param>
public sealed record ServiceEndpoint(
    string HostVariable, string PortVariable, string DefaultHost, int DefaultPort, string? ApiKeyVariable = null);
