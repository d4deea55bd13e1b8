using EnvCompiler.Model.Layout;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Where an environment's artifacts are looked for before any mirror: in the repository that they were pushed to.</summary>
internal static class ArtifactSources
{
    internal static IReadOnlyList<IArtifactSource> Of(CliContext context, EnvironmentLayout layout) =>
        new UpstreamFile(layout).Read() is { Packages: true } upstream && Reference.Parse(upstream.Repository).TryGet(out var reference)
            ? [new RegistrySource(context.RepositoriesOf(upstream.PlainHttp).Open(reference.Repository))]
            : [];
}
