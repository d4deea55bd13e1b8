using System.Text.Json.Serialization;

namespace EnvCompiler.Compile.Kubernetes.Objects;

/// <summary>The objects under the API's names.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(NamespaceObject))]
[JsonSerializable(typeof(ConfigMapObject))]
[JsonSerializable(typeof(Kustomization))]
[JsonSerializable(typeof(KubernetesObject<DeploymentSpec>), TypeInfoPropertyName = "Deployment")]
[JsonSerializable(typeof(KubernetesObject<ServiceObjectSpec>), TypeInfoPropertyName = "ServiceObject")]
[JsonSerializable(typeof(KubernetesObject<ClaimSpec>), TypeInfoPropertyName = "Claim")]
[JsonSerializable(typeof(KubernetesObject<DisruptionBudgetSpec>), TypeInfoPropertyName = "DisruptionBudget")]
[JsonSerializable(typeof(KubernetesObject<NetworkPolicySpec>), TypeInfoPropertyName = "NetworkPolicy")]
[JsonSerializable(typeof(KubernetesObject<PodMonitorSpec>), TypeInfoPropertyName = "PodMonitor")]
internal sealed partial class KubernetesJson : JsonSerializerContext;
