using System.Text.RegularExpressions;

namespace EnvCompiler.Store.Collecting;

/// <summary>What texts of others name of a store, by path: roots, units' roots and launchers. A name is of one content wherever it is, so which store it is does not matter.</summary>
internal static partial class StoreNames
{
    /// <summary>Adds what a text names.</summary>
    /// <param name="text">A unit, or a line of a process's <c>mountinfo</c>.</param>
    /// <param name="needs">Where to.</param>
    internal static void AddTo(StoreNeeds needs, string text)
    {
        foreach (Match match in Name().Matches(text))
            (match.Groups["place"].Value == "roots" ? needs.Roots : needs.Entries).Add(match.Groups["name"].Value);
    }

    [GeneratedRegex("/(?<place>roots|units|launchers)/(?<name>[0-9a-f]{64})(?![0-9a-f])")]
    private static partial Regex Name();
}
