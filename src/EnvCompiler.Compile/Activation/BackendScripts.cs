using EnvCompiler.Compile.Services;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Activation;

/// <summary>
/// Which backends get their scripts: those whose server is in a root, so that a command such as
/// <c>llamacpp-preflight &amp;&amp; llamacpp-resolve-model &amp;&amp; llamacpp-serve</c> works in a service that names no backend.
/// </summary>
internal static class BackendScripts
{
    /// <summary>The scripts, each for the group of the first service that names its backend, else for the first group with its server.</summary>
    internal static IEnumerable<BackendScript> Choose(Manifest manifest, IReadOnlyDictionary<string, RealisedRoot> roots)
    {
        foreach (var name in BackendCatalog.Names)
        {
            var backend = BackendCatalog.Find(name)!;
            var group = manifest.Services.Values.FirstOrDefault(service => service.Backend == name && roots.ContainsKey(service.Group))?.Group
                ?? roots.Keys.Order(StringComparer.Ordinal).FirstOrDefault(group => BackendServiceCompiler.Brings(roots[group], backend.Server));
            if (group is null)
                continue;
            foreach (var script in backend.Scripts)
                yield return new BackendScript(script, name, group);
        }
    }
}
