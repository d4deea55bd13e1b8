using System.Text.Json.Serialization;
using EnvCompiler.Model.Gpu;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Locks;

/// <summary>
/// The part of a manifest that resolution depends on, normalised. Two manifests with equal requests share a lock, so an edit of
/// a comment, a hook or a service does not relock. Catalogs keep the manifest's order (it is a preference); the rest is sorted.
/// </summary>
public sealed record LockRequest
{
    /// <summary>Catalogs in order of preference.</summary>
    public required IReadOnlyList<RequestedCatalog> Catalogs { get; init; }

    /// <summary>Packages by install id.</summary>
    public required SortedDictionary<string, PackageRequest> Install { get; init; }

    /// <summary>Models by name.</summary>
    public required SortedDictionary<string, ModelRequest> Models { get; init; }

    /// <summary>Targets asked for, sorted.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The lowest NVIDIA driver that the hosts promise, as the manifest has it; absent where nothing is promised.</summary>
    public string? Driver { get; init; }

    /// <summary>What the hosts' processors can do at least; absent for what every processor of the system can.</summary>
    public string? CpuLevel { get; init; }

    /// <summary>What <see cref="Driver"/> and <see cref="CpuLevel"/> say.</summary>
    [JsonIgnore]
    public HostPromise Promise => HostPromise.Of(Driver, CpuLevel);

    /// <summary>True where version constraints let pre-releases in; absent otherwise.</summary>
    public bool? AllowPreReleases { get; init; }

    /// <summary>Choices among alternatives by generic name; absent where there are none.</summary>
    public SortedDictionary<string, string>? Alternatives { get; init; }

    /// <summary>Whether base packages are added.</summary>
    public required bool Base { get; init; }
}
