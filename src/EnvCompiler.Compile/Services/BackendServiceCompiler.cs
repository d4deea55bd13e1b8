using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Services;

/// <summary>Lowers a backend's service to its pipeline.</summary>
internal static class BackendServiceCompiler
{
    internal static ServiceSpec? Compile(
        ManifestSource source, Lock locked, string name, ServiceDefinition service, RealisedRoot root, List<Diagnostic> problems)
    {
        problems.Add(CompileDiagnostics.UnknownBackend(source, name, service.Backend!, []));
        return null;
    }
}
