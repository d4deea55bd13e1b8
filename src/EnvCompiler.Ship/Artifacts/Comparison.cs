using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>How the generations of a repository stand to those here.</summary>
/// <param name="Common">The last number up to which both are the same; 0 where none is.</param>
/// <param name="RemoteOnly">Numbers after it that the repository has, ascending.</param>
/// <param name="Shared">Numbers up to it that both have, ascending.</param>
/// <param name="LocalOnly">Numbers after it that this environment has, ascending.</param>
internal sealed record Comparison(int Common, IReadOnlyList<int> Shared, IReadOnlyList<int> RemoteOnly, IReadOnlyList<int> LocalOnly)
{
    /// <summary>Both have gone on from where they were the same.</summary>
    internal bool HasDiverged => RemoteOnly.Count > 0 && LocalOnly.Count > 0;

    /// <summary>Compares. Revisions are chained, so where they part is found by halving: a few manifests are read, whatever the number of generations.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="entries">The environment's history.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async Task<Result<Comparison>> MakeAsync(IRepository repository, IReadOnlyList<HistoryEntry> entries, CancellationToken cancellation)
    {
        if (!(await repository.ListTagsAsync(cancellation)).TryGet(out var tags, out var problems))
            return Result<Comparison>.Failure(problems);
        var remote = tags.Select(GenerationArtifact.NumberOf).OfType<int>().Order().ToArray();
        var local = RevisionChain.Of(entries);
        var shared = remote.Where(local.ContainsKey).ToArray();
        var (same, end) = (0, shared.Length);
        for (var probe = shared.Length; same < end; probe = (same + end + 1) / 2)
        {
            var number = shared[probe - 1];
            if (!(await ArtifactHead.FetchAsync(repository, GenerationArtifact.TagOf(number), cancellation)).TryGet(out var head, out problems))
                return Result<Comparison>.Failure(problems);
            if (head.Revision == local[number])
                same = probe;
            else
                end = probe - 1;
        }

        var common = same == 0 ? 0 : shared[same - 1];
        return new Comparison(common, shared[..same], [.. remote.Where(number => number > common)], [.. local.Keys.Where(number => number > common)]);
    }
}
