using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>services.NAME.depends-on</c>: a condition, or a table, by the name of another service.</summary>
internal static class DependencyBinder
{
    internal static readonly OrderedDictionary<string, DependencyCondition> Conditions = new(StringComparer.Ordinal)
    {
        ["started"] = DependencyCondition.Started,
        ["ready"] = DependencyCondition.Ready,
        ["completed"] = DependencyCondition.Completed,
    };

    internal static OrderedDictionary<string, ServiceDependency> Bind(TableReader service, string key)
    {
        var dependencies = new OrderedDictionary<string, ServiceDependency>(StringComparer.Ordinal);
        service.Check(key, table =>
        {
            foreach (var entry in table.Entries)
            {
                if (BindOne(table, entry) is { } dependency)
                    dependencies.Add(entry.Key, dependency);
                table.CheckReference(table.PlaceOf(entry.Key), table.Path, "services", entry.Key);
            }
        });
        return dependencies;
    }

    /// <summary>Services that wait for each other would never start.</summary>
    internal static void CheckCircles(TableReader services)
    {
        var dependencies = new Dictionary<string, IReadOnlyList<TomlEntry>>(StringComparer.Ordinal);
        foreach (var entry in services.Entries)
        {
            if (entry.Value is TomlTable service && service.TryGet("depends-on", out var found) && found.Value is TomlTable names)
                dependencies.Add(entry.Key, names.Entries);
        }

        var order = DependencyOrder.Of(dependencies.Keys, name => dependencies[name].Select(other => other.Key).Where(dependencies.ContainsKey));
        foreach (var circle in order.Circles)
            services.Report(ManifestDiagnostics.ServicesInACircle(services.PlaceAt(KeyPath.Of("services", circle[0], "depends-on")), circle));
    }

    private static ServiceDependency? BindOne(TableReader table, TomlEntry entry) => entry.Value is TomlTable inner
        ? table.Bind(entry.Key, inner, BindTable)
        : table.OneOf(entry.Key, Conditions.Keys) is { } condition ? new ServiceDependency { Condition = Conditions[condition] } : null;

    private static ServiceDependency BindTable(TableReader dependency)
    {
        var defaults = new ServiceDependency();
        return defaults with
        {
            Condition = dependency.OneOf("condition", Conditions.Keys) is { } condition ? Conditions[condition] : defaults.Condition,
            Restart = dependency.Boolean("restart") ?? defaults.Restart,
        };
    }
}
