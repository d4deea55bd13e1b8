using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>A manifest and its lock as they lie there.</summary>
/// <param name="Text">The manifest.</param>
/// <param name="ManifestBytes">Its file.</param>
/// <param name="Lock">The lock; null where there is none.</param>
/// <param name="LockBytes">Its file.</param>
internal sealed record EnvironmentFiles(ManifestText Text, byte[] ManifestBytes, Lock? Lock, byte[] LockBytes)
{
    /// <summary>The manifest with all that it includes; null where the lock does not have that.</summary>
    public ManifestSource? Source { get; init; }

    /// <summary>What it includes; null for nothing.</summary>
    public IReadOnlyList<LockedInclude>? Included { get; init; }

    /// <summary>Both, where the lock answers to the manifest.</summary>
    public LockedEnvironment? FreshLock =>
        Lock is not null && Source is not null && LockedIncludes.AreEqual(Lock.Include, Included) && LockRequests.IsFresh(Lock, Source.Manifest)
            ? new LockedEnvironment(Source, ManifestBytes, Lock, LockBytes)
            : null;
}
