using EnvCompiler.Model.Locks;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Store.Verifying;

/// <summary>A lock of an environment, which says what roots are made of and where artifacts come from.</summary>
/// <param name="Lock">The lock.</param>
/// <param name="BaseUris">Where its artifacts are looked for, in order.</param>
/// <param name="Catalogs">Absolute directories of native catalogs by name.</param>
public sealed record VerifiedLock(Lock Lock, IReadOnlyList<Uri> BaseUris, IReadOnlyDictionary<string, string> Catalogs)
{
    /// <summary>Who is asked for artifacts before any mirror.</summary>
    public IReadOnlyList<IArtifactSource> Sources { get; init; } = [];
}
