using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>Finds the conditions that hold for no target of the manifest, such as contradictions.</summary>
internal static class NeverHolding
{
    /// <summary>A warning for each.</summary>
    internal static IEnumerable<Diagnostic> Find(ManifestSource source, LockRequest request, ManifestConditions conditions)
    {
        var facts = new List<KeyValuePair<string, ConditionFacts>>();
        foreach (var name in request.Targets)
        {
            if (Target.TryParse(name, out var target))
                facts.Add(new(name, ConditionFacts.Of(target, request.Promise)));
        }

        foreach (var (section, entries) in conditions.Sections)
        {
            foreach (var (name, condition) in entries)
            {
                if (facts.TrueForAll(each => !ConditionEvaluator.MayHold(condition, each.Value)))
                    yield return Warning(source, KeyPath.Of(section, name, "when"), condition, facts);
            }
        }
    }

    private static Diagnostic Warning(
        ManifestSource source, string path, Condition condition, IEnumerable<KeyValuePair<string, ConditionFacts>> facts) =>
        ConditionDiagnostics.NeverHolds(
            source.PlaceIn(path, 0), path,
            [.. facts.Select(each => $"{each.Key}: {ConditionEvaluator.Refusal(condition, each.Value, areGpusOpen: true)}")]);
}
