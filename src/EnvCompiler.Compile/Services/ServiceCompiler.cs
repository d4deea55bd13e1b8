using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Services;

/// <summary>Lowers <c>[services]</c> to what the supervisor runs.</summary>
internal static class ServiceCompiler
{
    /// <summary>The services of one target. One whose condition cannot hold there is among them, so that its state can be told.</summary>
    internal static ServiceGraph Compile(
        ManifestSource source, Lock locked, Target target, IReadOnlyDictionary<string, RealisedRoot> roots,
        IReadOnlyDictionary<string, Condition> conditions, List<Diagnostic> problems)
    {
        var facts = ConditionFacts.Of(target, source.Manifest.Options.Promise);
        var graph = new ServiceGraph { AutoStart = source.Manifest.ServicesAutoStart, Facts = conditions.Count > 0 ? facts : null };
        foreach (var (name, service) in source.Manifest.Services)
        {
            if (service.Systems is { } systems && !systems.Contains(target.System, StringComparer.Ordinal))
                continue;
            var when = conditions.GetValueOrDefault(name);
            if (!roots.TryGetValue(service.Group, out var root))
                problems.Add(CompileDiagnostics.UnknownGroup(source, name, service.Group, roots.Keys));
            else if (service.Backend is null)
                graph.Services.Add(name, Command(service) with { When = when });
            else if (BackendServiceCompiler.Compile(
                source, locked, target, name, service, root, mayStart: when is null || ConditionEvaluator.MayHold(when, facts), problems) is { } compiled)
                graph.Services.Add(name, compiled with { When = when });
        }

        return graph;
    }

    private static ServiceSpec Command(ServiceDefinition service) => new()
    {
        Command = service.Command!,
        Group = service.Group,
        Vars = new SortedDictionary<string, string>(service.Vars.ToDictionary(), StringComparer.Ordinal),
        Ready = service.Ready,
        Shutdown = service.Shutdown ?? new Shutdown(),
        IsDaemon = service.IsDaemon,
    };
}
