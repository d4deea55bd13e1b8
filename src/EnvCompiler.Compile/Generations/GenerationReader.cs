using EnvCompiler.Host.Files;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Generations.Comparing;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Generations;

/// <summary>Reads what <see cref="GenerationPublisher"/> wrote.</summary>
/// <param name="layout">The environment.</param>
public sealed class GenerationReader(EnvironmentLayout layout)
{
    /// <summary>ENVC0431 where there is no generation of that number; else null.</summary>
    public static Diagnostic? Missing(EnvironmentLayout layout, int number) =>
        Directory.Exists(layout.Generation(number)) ? null : CompileDiagnostics.NoSuchGeneration(number, GenerationNumbers.All(layout));

    /// <summary>All of a generation that can be compared.</summary>
    /// <returns>It, or ENVC0431, or what is wrong with its manifest or lock.</returns>
    public Result<GenerationContent> Read(int number)
    {
        if (Missing(layout, number) is { } missing)
            return missing;
        var (manifest, locked) = (Path.Combine(layout.Generation(number), "manifest.toml"), Path.Combine(layout.Generation(number), "manifest.lock"));
        if (!LockFile.Read(locked, File.ReadAllBytes(locked)).TryGet(out var read, out var problems)
            || !ManifestReader.Read(manifest, File.ReadAllBytes(manifest), read.Include).TryGet(out var source, out problems))
            return Result<GenerationContent>.Failure(problems);
        var generation = Generation(number);
        return new GenerationContent(
            number, source.Manifest, read, generation.Files, generation.Targets.Keys.ToDictionary(target => target, target => Target(number, target)!, StringComparer.Ordinal));
    }

    /// <summary>A generation on one target; null where it is not there or not compiled for it.</summary>
    /// <param name="number">The generation.</param>
    /// <param name="target"><c>SYSTEM/ACCELERATOR</c>.</param>
    public TargetContent? Target(int number, string target)
    {
        var directory = Path.Combine(layout.Generation(number), "targets", target);
        if (!Directory.Exists(directory))
            return null;
        return new TargetContent(GenerationRecords.ReadActivation(directory), GenerationRecords.ReadServices(directory));
    }

    /// <summary><c>generation.json</c>.</summary>
    public Generation Generation(int number) =>
        GenerationRecords.Read(layout.Generation(number), "generation.json", GenerationJson.Default.Generation);
}
