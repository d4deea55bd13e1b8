using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;
using EnvCompiler.Resolve.Conditions;

namespace EnvCompiler.Resolve.Locking;

/// <summary>What of a request each target gets, by the conditions of packages and models.</summary>
/// <param name="request">Of all targets.</param>
/// <param name="conditions">The conditions.</param>
internal sealed class TargetSelection(LockRequest request, ManifestConditions conditions)
{
    /// <summary>The models that any target gets.</summary>
    internal SortedDictionary<string, ModelRequest> Models =>
        Where(request.Models, name => request.Targets.Any(target => Target.TryParse(target, out var parsed) && Holds(conditions.Models, name, parsed)));

    /// <summary>The request of one target.</summary>
    internal LockRequest For(Target target) => request with
    {
        Install = Where(request.Install, id => Holds(conditions.Install, id, target)),
        Models = Where(request.Models, name => Holds(conditions.Models, name, target)),
    };

    private bool Holds(IReadOnlyDictionary<string, Condition> section, string name, Target target) =>
        !section.TryGetValue(name, out var condition) || ConditionEvaluator.Holds(condition, ConditionFacts.Of(target, request.Promise));

    private static SortedDictionary<string, T> Where<T>(SortedDictionary<string, T> entries, Func<string, bool> isWanted)
    {
        var wanted = new SortedDictionary<string, T>(StringComparer.Ordinal);
        foreach (var (name, entry) in entries)
        {
            if (isWanted(name))
                wanted.Add(name, entry);
        }

        return wanted;
    }
}
