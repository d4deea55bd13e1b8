using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>A manifest and its lock as they lie there.</summary>
/// <param name="Source">The manifest.</param>
/// <param name="ManifestBytes">Its file.</param>
/// <param name="Lock">The lock; null where there is none.</param>
/// <param name="LockBytes">Its file.</param>
internal sealed record EnvironmentFiles(ManifestSource Source, byte[] ManifestBytes, Lock? Lock, byte[] LockBytes)
{
    /// <summary>Both, where the lock answers to the manifest.</summary>
    public LockedEnvironment? FreshLock =>
        Lock is not null && LockRequests.IsFresh(Lock, Source.Manifest) ? new LockedEnvironment(Source, ManifestBytes, Lock, LockBytes) : null;
}
