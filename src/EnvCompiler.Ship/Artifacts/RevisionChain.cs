using System.Security.Cryptography;
using System.Text;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Ship.Artifacts;

/// <summary>
/// Names what a history has come to, as a commit's hash does: the revision of a generation is a hash of its own line and of the revision before it. Two
/// environments whose revisions of one number are equal have the same generations up to it. Switches between generations do not count.
/// </summary>
internal static class RevisionChain
{
    /// <summary>Revisions by number, ascending.</summary>
    internal static SortedDictionary<int, string> Of(IEnumerable<HistoryEntry> entries)
    {
        var revisions = new SortedDictionary<int, string>();
        var parent = "";
        foreach (var entry in Builds(entries))
            revisions[entry.Generation] = parent = Next(parent, entry);
        return revisions;
    }

    /// <summary>The line that made each generation, in order of their numbers.</summary>
    internal static IReadOnlyList<HistoryEntry> Builds(IEnumerable<HistoryEntry> entries) =>
        [.. entries.GroupBy(entry => entry.Generation).Select(lines => lines.First()).OrderBy(entry => entry.Generation)];

    /// <summary>The revision of a generation.</summary>
    /// <param name="parent">Of the one before it; empty for the first.</param>
    /// <param name="entry">Its line.</param>
    internal static string Next(string parent, HistoryEntry entry) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{parent}\n{entry.Generation}\n{entry.Digest}\n{entry.Time}\n{entry.Author}\n{entry.Host}\n")));
}
