using System.Text.Json;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>Which services a supervisor would restart, start or end when it got the other generation: what decides is what decides there.</summary>
public static class ServiceComparison
{
    /// <summary>The services that differ, by name.</summary>
    /// <param name="target">The target's name, for the answer.</param>
    /// <param name="before">The earlier generation there; null where it is not compiled for it.</param>
    /// <param name="after">The later one; null where it is not compiled for it.</param>
    public static IReadOnlyList<ServiceChange> Between(string target, TargetContent? before, TargetContent? after)
    {
        var changes = new List<ServiceChange>();
        foreach (var name in Names(before).Union(Names(after)).Order(StringComparer.Ordinal))
        {
            var (from, to) = (before?.Services.Services.GetValueOrDefault(name), after?.Services.Services.GetValueOrDefault(name));
            var keys = from is null || to is null ? [] : Differences(from, before!.Activation, to, after!.Activation);
            if (from is null || to is null || keys.Count > 0)
                changes.Add(new ServiceChange { Service = name, Target = target, Change = from is null ? Change.Added : to is null ? Change.Removed : Change.Changed, Keys = keys });
        }

        return changes;
    }

    private static IEnumerable<string> Names(TargetContent? content) => content?.Services.Services.Keys ?? Enumerable.Empty<string>();

    private static List<string> Differences(ServiceSpec from, ActivationSpec fromActivation, ServiceSpec to, ActivationSpec toActivation)
    {
        var (before, after) = (Properties(from), Properties(to));
        var keys = before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)).ToList();
        if (fromActivation.Roots.GetValueOrDefault(from.Group) != toActivation.Roots.GetValueOrDefault(to.Group))
            keys.Add("root");
        if (!fromActivation.Vars.SequenceEqual(toActivation.Vars))
            keys.Add("[vars]");
        return keys;
    }

    private static Dictionary<string, string> Properties(ServiceSpec service) =>
        JsonSerializer.SerializeToElement(service, EnvcJson.Default.ServiceSpec).EnumerateObject().ToDictionary(property => property.Name, property => property.Value.GetRawText());
}
