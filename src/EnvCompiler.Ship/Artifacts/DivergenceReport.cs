using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>Names both sides of a divergence: the last generation of each, with who made it, where and when.</summary>
internal static class DivergenceReport
{
    internal static async Task<Diagnostic> MakeAsync(IRepository repository, Comparison comparison, IReadOnlyList<HistoryEntry> entries, CancellationToken cancellation)
    {
        var here = RevisionChain.Builds(entries)[^1];
        var there = default(HistoryEntry);
        if ((await ArtifactHead.FetchAsync(repository, GenerationArtifact.TagOf(comparison.RemoteOnly[^1]), cancellation)).TryGet(out var head)
            && (await new ArtifactReader(repository).ReadAsync(head, cancellation)).TryGet(out var generation))
            there = generation.Entry;
        return ShipDiagnostics.Diverged(repository.Name, comparison.Common, Line("here", here), there is null ? null : Line("there", there));
    }

    private static string Line(string side, HistoryEntry entry) =>
        $"{side}: generation {entry.Generation} by {entry.Author} on {entry.Host}, {entry.Time}: {string.Join(' ', entry.Command)}";
}
