using System.Collections.Concurrent;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Signing;

/// <summary>Holds generations against the keys that must have signed them.</summary>
/// <param name="repository">Where they are.</param>
/// <param name="rings">A signature of each of these is needed.</param>
internal sealed class SignaturePolicy(IRepository repository, IReadOnlyList<KeyRing> rings)
{
    private const int Connections = 8;

    /// <summary>Checks them.</summary>
    /// <returns>What is missing, all of it; empty where nothing is.</returns>
    internal async Task<IReadOnlyList<Diagnostic>> CheckAsync(IReadOnlyList<ArtifactHead> heads, CancellationToken cancellation)
    {
        var signatures = new Signatures(repository);
        var failed = new ConcurrentQueue<Diagnostic>();
        var found = new ConcurrentBag<(KeyRing Ring, SignatureState State, int Number)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(heads.SelectMany(head => rings.Select(ring => (head, ring))), options, async (pair, token) =>
        {
            if (!(await signatures.VerifyAsync(pair.head.Descriptor.Digest, pair.ring, token)).TryGet(out var state, out var problems))
                failed.Enqueue(problems[0]);
            else if (state != SignatureState.Valid)
                found.Add((pair.ring, state, pair.head.Number));
        });
        return failed.TryPeek(out var failure)
            ? [failure]
            : [.. found.GroupBy(each => (each.Ring, each.State)).OrderBy(group => group.Key.State)
                .Select(group => ShipDiagnostics.NotSigned(repository.Name, [.. group.Select(each => each.Number).Order()], group.Key.State, group.Key.Ring))];
    }
}
