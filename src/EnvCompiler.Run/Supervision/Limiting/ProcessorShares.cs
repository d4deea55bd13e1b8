using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Limiting;

/// <summary>Spreads services that are confined to some processors over those of the host.</summary>
internal sealed class ProcessorShares
{
    private readonly SortedDictionary<int, int> users = [];

    /// <summary>Every processor that this process may use, none used yet.</summary>
    internal ProcessorShares()
        : this(Processors.Allowed)
    {
    }

    internal ProcessorShares(IEnumerable<int> processors)
    {
        foreach (var processor in processors)
            users.Add(processor, 0);
    }

    /// <summary>The processors that the fewest use; null when so many are all of them.</summary>
    internal IReadOnlyList<int>? Take(int count)
    {
        if (count >= users.Count)
            return null;
        var chosen = users.OrderBy(pair => pair.Value).Take(count).Select(pair => pair.Key).Order().ToList();
        foreach (var processor in chosen)
            users[processor]++;
        return chosen;
    }

    /// <summary>Gives them back.</summary>
    internal void Release(IReadOnlyList<int> processors)
    {
        foreach (var processor in processors)
            users[processor]--;
    }
}
