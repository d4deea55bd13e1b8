namespace EnvCompiler.Model.Manifests;

/// <summary><c>[kubernetes]</c>: what <c>envc export kubernetes</c> cannot know from the rest of the manifest.</summary>
public sealed record KubernetesDefinition
{
    /// <summary>Namespace of all objects; absent means the environment's name.</summary>
    public string? Namespace { get; init; }

    /// <summary>Pods of each target; absent means 1.</summary>
    public int? Replicas { get; init; }

    /// <summary>Where a pod's files come from: <c>image</c>.</summary>
    public string? Mode { get; init; }

    /// <summary>Runtime class of the pods, such as <c>nvidia</c>; absent means the cluster's own.</summary>
    public string? RuntimeClass { get; init; }

    /// <summary>Names of the secrets by which images are pulled.</summary>
    public IReadOnlyList<string>? PullSecrets { get; init; }

    /// <summary>Ports, by service, on which a service that is a command serves others; a backend says its own.</summary>
    public IReadOnlyDictionary<string, int> Ports { get; init; } = Nothing<int>();

    /// <summary>What a service's container asks for, by service, besides its <c>limits</c> and <c>gpus</c>.</summary>
    public IReadOnlyDictionary<string, KubernetesResources> Resources { get; init; } = Nothing<KubernetesResources>();

    /// <summary>Volumes that outlive a pod, by name; the models' directory of backends is the one named <c>models</c>.</summary>
    public IReadOnlyDictionary<string, KubernetesStorage> Storage { get; init; } = Nothing<KubernetesStorage>();

    /// <summary>Where the cluster has the secrets of <c>[vars]</c>, by variable; absent means a secret of the environment's name.</summary>
    public IReadOnlyDictionary<string, KubernetesSecret> Secrets { get; init; } = Nothing<KubernetesSecret>();

    /// <summary>Whether a text can name a namespace (RFC 1123, a label).</summary>
    public static bool IsNamespace(string text) =>
        text.Length is > 0 and <= 63 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && text[0] != '-' && text[^1] != '-';

    private static OrderedDictionary<string, T> Nothing<T>() => new(StringComparer.Ordinal);
}
