using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>Who includes whom, from the environment that is locked down to one that it includes.</summary>
/// <param name="Identities">What tells the last one from others: <see cref="FoundEnvironment.Identity"/>.</param>
/// <param name="Shown">What the last one is called.</param>
/// <param name="Includer">Who includes that; null for the environment that is locked.</param>
internal sealed record IncludeChain(IReadOnlyList<string> Identities, string Shown, IncludeChain? Includer)
{
    // Far deeper than anybody composes; a lock's form ends at some thirty.
    private const int Deepest = 16;

    /// <summary>One step down; or what forbids it.</summary>
    internal Result<IncludeChain> Enter(string identity, string shown, SourcePlace place)
    {
        var depth = 1;
        for (var at = this; at is not null; at = at.Includer, depth++)
        {
            if (at.Identities.Contains(identity, StringComparer.Ordinal))
                return IncludeDiagnostics.Cycle(place, [.. Path(at), at.Shown]);
        }

        return depth > Deepest ? IncludeDiagnostics.TooDeep(place, Deepest) : new IncludeChain([identity], shown, this);
    }

    private List<string> Path(IncludeChain first)
    {
        var names = new List<string>();
        for (var at = this; ; at = at.Includer!)
        {
            names.Insert(0, at.Shown);
            if (at == first)
                return names;
        }
    }
}
