using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Compile.Services;

/// <summary>Lowers a backend's service to its pipeline: one command, variables from settings and model, endpoint and probe from the backend.</summary>
internal static class BackendServiceCompiler
{
    /// <summary>How long a backend may take whose weights the environment does not have: a first start may download them.</summary>
    private static readonly TimeSpan ColdStart = TimeSpan.FromMinutes(20);

    /// <summary>
    /// The service, or null when the backend or its server is missing; problems with settings are added one by one. One that cannot start on the
    /// target needs neither server nor model there.
    /// </summary>
    internal static ServiceSpec? Compile(
        ManifestSource source, Lock locked, Target target, string name, ServiceDefinition service, RealisedRoot root, bool mayStart,
        List<Diagnostic> problems)
    {
        if (BackendCatalog.Find(service.Backend!) is not { } backend)
        {
            problems.Add(CompileDiagnostics.UnknownBackend(source, name, service.Backend!, BackendCatalog.Names));
            return null;
        }

        if (mayStart && !Brings(root, backend.Server))
        {
            problems.Add(CompileDiagnostics.ServerMissing(source, name, backend.Name, backend.Server, service.Group));
            return null;
        }

        var model = service.Model is { } wanted && IsLocked(locked, target, wanted) ? wanted : null;
        if (mayStart && model != service.Model)
            problems.Add(CompileDiagnostics.ModelLeftOut(source, name, service.Model!, target));
        return new ServiceSpec
        {
            // The shell becomes the pipeline, and the pipeline becomes the server: one process from start to end.
            Command = $"exec /.envc/envc-run {backend.PipelineScript}",
            Group = service.Group,
            Backend = backend.Name,
            Settings = Settings(source, name, service, backend, problems),
            Vars = Variables(locked, model, service, backend),
            Endpoint = backend.Endpoint,
            Ready = service.Ready ?? (backend.Model is not null && service.Model is null ? backend.Ready with { Deadline = ColdStart } : backend.Ready),
        };
    }

    private static bool IsLocked(Lock locked, Target target, string model) =>
        locked.Models.ContainsKey(model) && locked.Targets[target.ToString()].Models?.Contains(model) != false;

    /// <summary>Whether any package of the root has the command.</summary>
    internal static bool Brings(RealisedRoot root, string command) =>
        root.Commands.Values.Any(commands => commands.Any(path => path.EndsWith($"/{command}", StringComparison.Ordinal)));

    private static SortedDictionary<string, string> Settings(
        ManifestSource source, string name, ServiceDefinition service, BackendDefinition backend, List<Diagnostic> problems)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (shortName, value) in service.Settings)
        {
            var variable = backend.FindByShortName(shortName);
            if (variable is null)
                problems.Add(CompileDiagnostics.UnknownSetting(source, name, shortName, backend.Name, backend.ShortNames));
            else if (variable.Secret)
                problems.Add(CompileDiagnostics.SecretSetting(source, name, shortName, variable.Name));
            else if (variable.Validate(value) is { } problem)
                problems.Add(CompileDiagnostics.BadSetting(source, name, shortName, value, problem));
            else
                settings[variable.Name] = value;
        }

        return settings;
    }

    // A service that names a model gets that model, whatever the caller has exported; its own `vars` may still say otherwise.
    private static SortedDictionary<string, string> Variables(Lock locked, string? model, ServiceDefinition service, BackendDefinition backend)
    {
        var variables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (model is not null)
        {
            foreach (var (variable, value) in backend.ModelVariables(model, locked.Models[model]))
                variables[variable] = value;
        }

        foreach (var (variable, value) in service.Vars)
            variables[variable] = value;
        return variables;
    }
}
