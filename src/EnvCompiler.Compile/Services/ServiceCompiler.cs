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
        var graph = new ServiceGraph { AutoStart = source.Manifest.ServicesAutoStart, Facts = conditions.Count > 0 ? facts : null, Metrics = source.Manifest.Options.Services.Metrics };
        foreach (var (name, service) in source.Manifest.Services)
        {
            if (!IsFor(service, target))
                continue;
            foreach (var missing in service.DependsOn.Keys.Where(other => !IsFor(source.Manifest.Services[other], target)))
                problems.Add(CompileDiagnostics.DependencyElsewhere(source, name, missing, target));
            var when = conditions.GetValueOrDefault(name);
            if (!roots.TryGetValue(service.Group, out var root))
                problems.Add(CompileDiagnostics.UnknownGroup(source, name, service.Group, roots.Keys));
            else if (service.Backend is null)
                graph.Services.Add(name, Supervised(Command(service), service, when));
            else if (BackendServiceCompiler.Compile(
                source, locked, target, name, service, root, mayStart: when is null || ConditionEvaluator.MayHold(when, facts), problems) is { } compiled)
                graph.Services.Add(name, Supervised(compiled, service, when));
        }

        return graph;
    }

    private static bool IsFor(ServiceDefinition service, Target target) =>
        service.Systems?.Contains(target.System, StringComparer.Ordinal) != false;

    // What does not depend on how the service is made.
    private static ServiceSpec Supervised(ServiceSpec spec, ServiceDefinition service, Condition? when) => spec with
    {
        When = when,
        Startup = service.Startup,
        Live = service.Live,
        Warmup = service.Warmup,
        Gpus = service.Gpus,
        DependsOn = service.DependsOn.Count == 0 ? null : new(service.DependsOn.ToDictionary(), StringComparer.Ordinal),
        Restart = service.Restart,
        Shutdown = service.Shutdown ?? new Shutdown(),
        Log = service.Log,
        IsDaemon = service.IsDaemon,
        Limits = service.Limits,
        WhenOrphaned = service.WhenOrphaned,
    };

    private static ServiceSpec Command(ServiceDefinition service) => new()
    {
        Command = service.Command!,
        Group = service.Group,
        Vars = new SortedDictionary<string, string>(service.Vars.ToDictionary(), StringComparer.Ordinal),
        Ready = service.Ready,
    };
}
