using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Services;

/// <summary>Lowers <c>[services]</c> to what the supervisor runs.</summary>
internal static class ServiceCompiler
{
    /// <summary>The services of one target.</summary>
    internal static ServiceGraph Compile(
        ManifestSource source, Lock locked, Target target, IReadOnlyDictionary<string, RealisedRoot> roots, List<Diagnostic> problems)
    {
        var graph = new ServiceGraph { AutoStart = source.Manifest.ServicesAutoStart };
        foreach (var (name, service) in source.Manifest.Services)
        {
            if (service.Systems is { } systems && !systems.Contains(target.System, StringComparer.Ordinal))
                continue;
            if (!roots.TryGetValue(service.Group, out var root))
                problems.Add(CompileDiagnostics.UnknownGroup(source, name, service.Group, roots.Keys));
            else if (service.Backend is null)
                graph.Services.Add(name, Command(service));
            else if (BackendServiceCompiler.Compile(source, locked, name, service, root, problems) is { } compiled)
                graph.Services.Add(name, compiled);
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
