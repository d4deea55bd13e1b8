using System.Security.Cryptography;
using EnvCompiler.Cli.Commands;
using EnvCompiler.Compile;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Resolve.Conditions;
using EnvCompiler.Ship;
using EnvCompiler.Ship.Artifacts;
using EnvCompiler.Ship.Distribution;

namespace EnvCompiler.Cli.Pipeline.Shipping;

/// <summary>
/// Compiles generations that were pulled. The same envc makes the same bytes of the same manifest and lock, so their digest shows whether what came is what was
/// pushed; another version makes its own, which is told.
/// </summary>
/// <param name="repository">Where they came from, for messages.</param>
internal sealed class PulledCompiler(RepositoryName repository)
{
    /// <summary>Compiles them.</summary>
    /// <returns>Files by number.</returns>
    internal Result<IReadOnlyDictionary<int, GenerationFiles>> Compile(IReadOnlyList<ShippedGeneration> generations)
    {
        var compiled = new Dictionary<int, GenerationFiles>();
        var others = new SortedDictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var generation in generations)
        {
            if (!Compile(generation).TryGet(out var files, out var problems))
                return Result<IReadOnlyDictionary<int, GenerationFiles>>.Failure(problems);
            compiled.Add(generation.Number, files);
            var isSame = Convert.ToHexStringLower(SHA256.HashData(files.Files["generation.json"].Content)) == generation.Entry.Digest;
            if (!isSame && generation.EnvcVersion == VersionCommand.Current)
                return ShipDiagnostics.NotTheSame(repository, generation.Number);
            if (!isSame && !others.TryAdd(generation.EnvcVersion, [generation.Number]))
                others[generation.EnvcVersion].Add(generation.Number);
        }

        return Result<IReadOnlyDictionary<int, GenerationFiles>>.Success(
            compiled, [.. others.Select(pair => ShipDiagnostics.OtherVersion(pair.Value, pair.Key, VersionCommand.Current))]);
    }

    private Result<GenerationFiles> Compile(ShippedGeneration generation)
    {
        var name = $"{repository}:{generation.Number}";
        if (!LockFile.Read($"{name}/manifest.lock", generation.Lock).TryGet(out var locked, out var problems)
            || !ManifestReader.Read($"{name}/manifest.toml", generation.Manifest, locked.Include).TryGet(out var source, out problems)
            || !ConditionReader.ReadServices(source).TryGet(out var conditions, out problems))
            return Result<GenerationFiles>.Failure(problems);
        return generation.Commands.RootsOf(locked) is { } roots
            ? new GenerationCompiler(VersionCommand.Current).Compile(source, generation.Manifest, locked, generation.Lock, roots, conditions)
            : ShipDiagnostics.NotTheSame(repository, generation.Number);
    }
}
