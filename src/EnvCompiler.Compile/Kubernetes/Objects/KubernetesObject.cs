namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>An object of the API with a specification; the names of members are the API's own (Kubernetes API reference, v1.34).</summary>
internal sealed record KubernetesObject<TSpec>(string ApiVersion, string Kind, ObjectMetadata Metadata, TSpec Spec);
