using System.Text.Json;
using EnvCompiler.Host.Files;
using EnvCompiler.Run.Supervision.Control;

namespace EnvCompiler.Run.Supervision.State;

/// <summary>
/// What services were started with, kept for the next supervisor under a number that the run-state can name. It holds secrets, so it is memory
/// that the keeper has open, never a file.
/// </summary>
internal sealed class KeptActivations : IDisposable
{
    private readonly MemoryFile? memory;
    private readonly Dictionary<int, ServiceActivation> kept = [];
    private HashSet<int> usedBefore = [];

    /// <param name="memory">Null without a keeper: then nothing outlives this process.</param>
    internal KeptActivations(MemoryFile? memory)
    {
        this.memory = memory;
        if (memory?.Read() is not { Length: > 0 } bytes)
            return;
        foreach (var (key, activation) in JsonSerializer.Deserialize(bytes, SupervisorJson.Default.DictionaryInt32ServiceActivation)!)
            kept.Add(key, activation);
    }

    /// <summary>Whether another supervisor can read them.</summary>
    internal bool AreKept => memory is not null;

    /// <summary>What has the number; null when nothing was kept.</summary>
    internal ServiceActivation? Find(int key) => kept.GetValueOrDefault(key);

    /// <summary>Keeps what is used now, and what was used the time before: the run-state that names that is only then replaced.</summary>
    /// <returns>Numbers, in the order of the activations.</returns>
    internal IReadOnlyList<int> Keep(IReadOnlyList<ServiceActivation> used)
    {
        var keys = new int[used.Count];
        var isNew = false;
        for (var i = 0; i < keys.Length; i++)
        {
            var known = kept.FirstOrDefault(pair => ReferenceEquals(pair.Value, used[i])).Key;
            isNew |= known == 0;
            keys[i] = known == 0 ? NextKey() : known;
            kept[keys[i]] = used[i];
        }

        if (isNew)
            Write([.. keys]);
        usedBefore = [.. keys];
        return keys;
    }

    public void Dispose() => memory?.Dispose();

    private int NextKey() => kept.Count == 0 ? 1 : kept.Keys.Max() + 1;

    private void Write(HashSet<int> used)
    {
        foreach (var key in kept.Keys.Where(key => !used.Contains(key) && !usedBefore.Contains(key)).ToList())
            kept.Remove(key);
        memory?.Replace(JsonSerializer.SerializeToUtf8Bytes(kept, SupervisorJson.Default.DictionaryInt32ServiceActivation));
    }
}
