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
    /// may be named.)
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

    /// <summary>The refusals that give no reason, or call packages in conflict that dose installs together when they need nothing else.</summary>
    internal static async Task<IReadOnlyList<string>> WithoutConflict(
        IReadOnlyList<Refusal> refusals, string packagesFile, string architecture, TemporaryDirectory directory)
    {
        var claims = refusals.SelectMany(refusal => refusal.Conflicts, (refusal, pair) => (Refusal: refusal, Pair: pair)).ToList();
        var named = claims.SelectMany(claim => new[] { claim.Pair.First, claim.Pair.Second }).ToHashSet();
        var stanzas = await Stanzas.Read(packagesFile, named);
        var askers = claims.Select((claim, i) => $"Package: asker-{i}\nVersion: 1\nArchitecture: all\nDepends: {Exactly(claim.Pair.First)}, {Exactly(claim.Pair.Second)}\n\n");
        var file = directory.Write(
            $"conflicts-{architecture}-{Path.GetFileName(packagesFile)}",
            string.Concat(named.Select(each => Stanzas.WithoutNeeds(stanzas[each.Name, each.Version]))) + string.Concat(askers));
        var broken = (await Debcheck.Broken(file, architecture)).Select(each => each.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. refusals.Where(refusal => refusal.Missing.Count == 0 && refusal.Conflicts.Count == 0).Select(refusal => $"{refusal.Name}: no reason: {refusal.Message}"),
            .. claims.Where((_, i) => !broken.Contains($"asker-{i}")).Select(claim => $"{claim.Refusal.Name}: {claim.Pair} are no conflict: {claim.Refusal.Message}"),
        ];
    }

    /// <summary>The packages that the message calls in conflict.</summary>
    internal IReadOnlyList<((string Name, string Version) First, (string Name, string Version) Second)> Conflicts =>
    [
        .. ConflictPattern().Matches(Message).Select(match =>
            (Split(match.Groups["owner"].Value), Split((match.Groups["package"] is { Success: true } package ? package : match.Groups["other"]).Value))),
    ];

    /// <summary>The dependencies that the message calls missing.</summary>
    internal IReadOnlyList<string> Missing => [.. MissingPattern().Matches(Message).Select(match => match.Groups["missing"].Value)];

    /// <summary>The package names in a dependency as it is written.</summary>
    internal static IEnumerable<string> NamesOf(string dependency) =>
        dependency.Split('|', StringSplitOptions.TrimEntries).Select(relation => relation.Split(' ', ':')[0]);

    private static (string Name, string Version) Split(string solvable) => (solvable.Split(' ')[0], solvable.Split(' ')[1]);

    private static string Exactly((string Name, string Version) package) => $"{package.Name} (= {package.Version})";

    [GeneratedRegex("`(?<owner>[^`]+)` conflicts with `(?<other>[^`]+)`(, which (is )?`(?<package>[^`]+)`)?", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ConflictPattern();

    [GeneratedRegex("needs? `(?<missing>[^`]+)`, but ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MissingPattern();
}
