using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Pipeline;

/// <summary>A manifest and a lock that fits it, with the bytes of both files.</summary>
/// <param name="Source">The manifest.</param>
/// <param name="ManifestBytes">Its file.</param>
/// <param name="Lock">The lock.</param>
/// <param name="LockBytes">Its file.</param>
public sealed record LockedEnvironment(ManifestSource Source, byte[] ManifestBytes, Lock Lock, byte[] LockBytes)
{
    /// <summary>What differs from the lock before; empty where that fits still.</summary>
    public IReadOnlyList<LockChange> Changes { get; init; } = [];

    /// <summary>Whether there was no lock before.</summary>
    public bool IsFirst { get; init; }
}
