using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// Chooses among alternatives: what the manifest wishes; else as <c>update-alternatives --auto</c> does, the highest priority; among equals the
/// path that is first in ordinal order, so that the choice does not depend on the order of installation. Links are made as Debian makes them,
/// through <c>/etc/alternatives</c>. A slave whose file is missing is left out.
/// </summary>
/// <param name="plan">What is changed.</param>
/// <param name="wishes">The manifest's.</param>
/// <param name="done">Told what was done.</param>
/// <param name="warnings">Told what was not.</param>
internal sealed class AlternativeChooser(RootPlan plan, AlternativeWishes wishes, List<string> done, List<Diagnostic> warnings)
{
    /// <summary>The choices that were made, by generic name.</summary>
    public SortedDictionary<string, ChosenAlternative> Chosen { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the links of every generic name.</summary>
    public void Choose(IEnumerable<Alternative> candidates)
    {
        foreach (var group in candidates.GroupBy(candidate => candidate.Main.Name, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var present = group
                .Where(candidate => plan.Resolve(candidate.Main.Path) is not null)
                .OrderByDescending(candidate => candidate.Priority)
                .ThenBy(candidate => candidate.Main.Path, StringComparer.Ordinal)
                .DistinctBy(candidate => candidate.Main.Path)
                .ToArray();
            var choices = present.Select(candidate => KeyValuePair.Create(candidate.Main.Path, PackageOf(candidate))).ToArray();
            var wished = wishes.PathFor(group.Key, choices);
            var best = present.FirstOrDefault(candidate => candidate.Main.Path == wished) ?? present.FirstOrDefault();
            if (best is null)
            {
                warnings.Add(StoreDiagnostics.EffectSkipped(group.First().ToString(), "the file it points at is in no package"));
                continue;
            }

            if (!TryLink(best, best.Main))
            {
                warnings.Add(StoreDiagnostics.EffectSkipped(best.ToString(), "a package brings a file of that name"));
                continue;
            }

            done.Add(best.ToString());
            Chosen.Add(group.Key, new ChosenAlternative { Path = best.Main.Path, Choices = new(choices.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal) });
            foreach (var slave in best.Slaves.Where(slave => plan.Resolve(slave.Path) is not null))
                TryLink(best, slave);
        }
    }

    // The second part of a package's id.
    private static string PackageOf(Alternative candidate) => candidate.Owner.Split('/') is [_, var name, ..] ? name : candidate.Owner;

    private bool TryLink(Alternative alternative, AlternativeLink link)
    {
        var place = EntryPath.Merge(link.Link.TrimStart('/'));
        if (plan.Find(place) is not null)
            return false;
        plan.Set(place, new RootEntry.Symlink(alternative.Owner, $"/etc/alternatives/{link.Name}"));
        plan.Set($"etc/alternatives/{link.Name}", new RootEntry.Symlink(alternative.Owner, link.Path));
        return true;
    }
}
