using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Activation;

/// <summary>Which backends get their scripts.</summary>
internal static class BackendScripts
{
    internal static IEnumerable<BackendScript> Choose(
        ManifestSource source, IReadOnlyDictionary<string, ShimCommand> shims, IReadOnlyDictionary<string, RealisedRoot> roots) => [];
}
