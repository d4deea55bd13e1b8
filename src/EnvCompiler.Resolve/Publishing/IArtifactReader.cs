using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>Reads what the files of artifacts say, wherever those are unpacked.</summary>
public interface IArtifactReader
{
    /// <summary>What the files of a native package say.</summary>
    /// <param name="package">The package.</param>
    /// <param name="directory">Absolute directory that its path is relative to.</param>
    /// <param name="cancellation">Ends it.</param>
    Task<Result<ArtifactFacts>> ReadAsync(LockedPackage package, string directory, CancellationToken cancellation);
}
