using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Pulling;
using EnvCompiler.Store.Fetching;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>Where an environment's artifacts are looked for before any mirror: in the repository that they were pushed to.</summary>
internal static class ArtifactSources
{
    /// <summary>Opens them.</summary>
    /// <returns>None where the environment was not pushed or pulled with packages; a failure where the configuration has one.</returns>
    internal static Result<IReadOnlyList<IArtifactSource>> Of(CliContext context, EnvironmentLayout layout)
    {
        if (new UpstreamFile(layout).Read() is not { Packages: true } upstream || !Reference.Parse(upstream.Repository).TryGet(out var reference))
            return Result<IReadOnlyList<IArtifactSource>>.Success([]);
        return context.OpenRepository(reference.Repository, upstream.PlainHttp).TryGet(out var repository, out var problems)
            ? Result<IReadOnlyList<IArtifactSource>>.Success([new RegistrySource(repository)])
            : Result<IReadOnlyList<IArtifactSource>>.Failure(problems);
    }
}
