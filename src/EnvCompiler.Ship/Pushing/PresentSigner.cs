using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Signing;

namespace EnvCompiler.Ship.Pushing;

/// <summary>
/// Signs generations that a repository has already. A signature says what is in it, and a registry may have exchanged that, so each is held against the one
/// that is here first.
/// </summary>
/// <param name="repository">The repository.</param>
/// <param name="request">The push.</param>
/// <param name="key">The key.</param>
internal sealed class PresentSigner(IRepository repository, PushRequest request, SigningKey key)
{
    private const int Connections = 8;

    private readonly ArtifactReader reader = new(repository);
    private readonly Signatures signatures = new(repository);

    /// <summary>Signs those that this key has not signed yet.</summary>
    /// <param name="numbers">Generations that are here and there.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Numbers that were signed, with a warning for those that could not be held against anything; ENVC1055 where one is another there, and then none was signed.</returns>
    internal async Task<Result<IReadOnlyList<int>>> SignAsync(IReadOnlyList<int> numbers, CancellationToken cancellation)
    {
        var own = KeyRing.Of(key, repository.Name);
        var revisions = RevisionChain.Of(request.History);
        var found = new ConcurrentBag<(ArtifactHead Head, Likeness Likeness)>();
        var failed = new ConcurrentQueue<IReadOnlyList<Diagnostic>>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = cancellation };
        await Parallel.ForEachAsync(numbers, options, async (number, token) =>
        {
            if (!(await ArtifactHead.FetchAsync(repository, GenerationArtifact.TagOf(number), token)).TryGet(out var head, out var problems)
                || !(await signatures.VerifyAsync(head.Descriptor.Digest, own, token)).TryGet(out var state, out problems))
                failed.Enqueue(problems);
            else if (state == SignatureState.Valid)
                return;
            else if (!(await CompareAsync(head, revisions[number], token)).TryGet(out var likeness, out problems))
                failed.Enqueue(problems);
            else
                found.Add((head, likeness));
        });
        if (failed.TryPeek(out var failure))
            return Result<IReadOnlyList<int>>.Failure(failure);
        if (NumbersOf(found, Likeness.Different) is { Count: > 0 } different)
            return ShipDiagnostics.NotOurs(repository.Name, different);
        foreach (var (head, _) in found.Where(each => each.Likeness == Likeness.Same))
        {
            if (!(await signatures.SignAsync(head.Descriptor, key, cancellation)).TryGet(out _, out var problems))
                return Result<IReadOnlyList<int>>.Failure(problems);
        }

        return Result<IReadOnlyList<int>>.Success(
            NumbersOf(found, Likeness.Same),
            NumbersOf(found, Likeness.Unknown) is { Count: > 0 } unknown ? [ShipDiagnostics.NotHere(repository.Name, unknown)] : []);
    }

    private static IReadOnlyList<int> NumbersOf(IEnumerable<(ArtifactHead Head, Likeness Likeness)> found, Likeness likeness) =>
        [.. found.Where(each => each.Likeness == likeness).Select(each => each.Head.Number).Order()];

    // The envc that compiled it is not compared: what was pulled with another one was compiled anew here.
    private async Task<Result<Likeness>> CompareAsync(ArtifactHead head, string revision, CancellationToken cancellation)
    {
        if (!request.Read(head.Number).TryGet(out var here) || here is null)
            return Likeness.Unknown;
        if (!(await reader.ReadAsync(head, cancellation)).TryGet(out var there, out var problems))
            return Result<Likeness>.Failure(problems);
        return head.Revision == revision
            && there.Manifest.AsSpan().SequenceEqual(here.Manifest)
            && there.Lock.AsSpan().SequenceEqual(here.Lock)
            && CommandsOf(there).AsSpan().SequenceEqual(CommandsOf(here))
            && HistoryLine.Write(there.Entry) == HistoryLine.Write(here.Entry)
                ? Likeness.Same
                : Likeness.Different;
    }

    private static byte[] CommandsOf(ShippedGeneration generation) => JsonSerializer.SerializeToUtf8Bytes(generation.Commands, ShipJson.Readable.BuiltCommands);

    private enum Likeness
    {
        /// <summary>Nothing is here to compare with.</summary>
        Unknown,

        /// <summary>What is there is what is here.</summary>
        Same,

        /// <summary>It is not.</summary>
        Different,
    }
}
