using System.Text.RegularExpressions;
using EnvCompiler.Debian.Tests.Judges;
using EnvCompiler.TestKit;

namespace EnvCompiler.Debian.Tests.Comparing;

/// <summary>A package that envc refuses, and what it says.</summary>
/// <param name="Name">Package name.</param>
/// <param name="Message">The whole message.</param>
internal sealed partial record Refusal(string Name, string Message)
{
    /// <summary>
    /// The refusals that name none of dose's reasons and call something missing that dose finds. (Where a package lacks several things, either
    /// may be named; of a conflict, any of its pairs.)
    /// </summary>
    internal static async Task<IReadOnlyList<string>> Unfounded(
        IReadOnlyList<Refusal> refusals, IReadOnlyList<BrokenPackage> broken, string packagesFile, string architecture, TemporaryDirectory directory)
    {
        var reasons = broken.ToLookup(each => each.Name, each => each.Blamed, StringComparer.Ordinal);
        var other = refusals.Where(refusal => refusal.Missing.Count > 0 && !reasons[refusal.Name].SelectMany(blamed => blamed).Any(refusal.Message.Contains)).ToList();
        if (other.Count == 0)
            return [];

        // Everything that could be meant, without needs of its own, and one package for each thing called missing: dose must refuse all of those.
        var names = other.SelectMany(refusal => refusal.Missing).SelectMany(NamesOf).ToHashSet(StringComparer.Ordinal);
        var askers = other.Select((refusal, i) => $"Package: asker-{i}\nVersion: 1\nArchitecture: all\nDepends: {string.Join(", ", refusal.Missing)}\n\n");
        var file = directory.Write($"missing-{architecture}-{Path.GetFileName(packagesFile)}", string.Concat(await Stanzas.Offers(packagesFile, names)) + string.Concat(askers));
        var missing = (await Debcheck.Broken(file, architecture)).Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        return [.. other.Where((refusal, i) => !missing.Contains($"asker-{i}")).Select(refusal => $"{refusal.Name}: the reason does not hold: {refusal.Message}")];
    }

    /// <summary>The dependencies that the message calls missing.</summary>
    internal IReadOnlyList<string> Missing => [.. MissingPattern().Matches(Message).Select(match => match.Groups["missing"].Value)];

    /// <summary>The package names in a dependency as it is written.</summary>
    internal static IEnumerable<string> NamesOf(string dependency) =>
        dependency.Split('|', StringSplitOptions.TrimEntries).Select(relation => relation.Split(' ', ':')[0]);

    [GeneratedRegex("needs? `(?<missing>[^`]+)`, but ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingPattern();
}
