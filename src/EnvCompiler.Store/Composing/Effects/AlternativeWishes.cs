using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// <c>options.alternatives</c>: who is to stand behind generic names. A wish holds in every root that has its choice, so it is judged over all
/// roots of an environment.
/// </summary>
/// <param name="wanted">A path, a package or a program, by generic name; of a library, the multiarch triplet at the end may be missing.</param>
internal sealed class AlternativeWishes(IReadOnlyDictionary<string, string> wanted)
{
    /// <summary>The path that is wished for behind a name.</summary>
    /// <param name="name">As in <c>/etc/alternatives</c>.</param>
    /// <param name="choices">Packages by path, the best first.</param>
    /// <returns>Null where nothing is wished for, or it is not among the choices.</returns>
    public string? PathFor(string name, IEnumerable<KeyValuePair<string, string>> choices)
    {
        foreach (var (key, wish) in wanted)
        {
            if (IsNamed(name, key))
                return choices.Select(choice => choice.Key).FirstOrDefault(path => path == wish)
                    ?? choices.Where(choice => choice.Value == wish || Path.GetFileName(choice.Key) == wish).Select(choice => choice.Key).FirstOrDefault();
        }

        return null;
    }

    /// <summary>Wishes that no root can fulfil.</summary>
    /// <param name="roots">What each root has.</param>
    public IEnumerable<Diagnostic> Unfulfilled(IReadOnlyList<IReadOnlyDictionary<string, ChosenAlternative>> roots)
    {
        foreach (var (key, wish) in wanted)
        {
            var named = roots.SelectMany(root => root).Where(entry => IsNamed(entry.Key, key)).ToArray();
            if (named.Length == 0)
                yield return StoreDiagnostics.UnknownAlternative(key, [.. roots.SelectMany(root => root.Keys).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
            else if (named.All(entry => PathFor(entry.Key, entry.Value.Choices) is null))
                yield return StoreDiagnostics.UnknownChoice(key, wish, [.. named.SelectMany(entry => entry.Value.Choices).Select(choice => $"{choice.Value} ({choice.Key})").Distinct(StringComparer.Ordinal)]);
        }
    }

    private static bool IsNamed(string name, string key) =>
        name.StartsWith(key, StringComparison.Ordinal) && (name.Length == key.Length || Array.Exists(Multiarch.All, system => name.AsSpan(key.Length) is ['-', .. var triplet] && triplet.SequenceEqual(system.Triplet)));
}
