using System.Threading;
using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store;

/// <summary>Counts one phase over its threads.</summary>
/// <param name="phase">Which.</param>
/// <param name="packages">All that it has to do.</param>
/// <param name="progress">Who is told.</param>
internal sealed class PhaseProgress(StorePhase phase, IReadOnlyCollection<LockedPackage> packages, IProgress<StoreProgress>? progress)
{
    private readonly long totalBytes = packages.Sum(package => package.Size);
    private long bytes;
    private int done;

    /// <summary>Bytes of a package were done, or (negative) have to be done again.</summary>
    public void Advance(long count, LockedPackage package)
    {
        Interlocked.Add(ref bytes, count);
        Report(package);
    }

    /// <summary>A receiver of one package's bytes.</summary>
    public IProgress<long> BytesOf(LockedPackage package) => new PackageBytes(this, package);

    /// <summary>A package is done.</summary>
    public void Complete(LockedPackage package)
    {
        Interlocked.Increment(ref done);
        Report(package);
    }

    private void Report(LockedPackage package) =>
        progress?.Report(new StoreProgress(phase, Volatile.Read(ref done), packages.Count, Interlocked.Read(ref bytes), totalBytes, package.Name));

    private sealed class PackageBytes(PhaseProgress phase, LockedPackage package) : IProgress<long>
    {
        public void Report(long value) => phase.Advance(value, package);
    }
}
