using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;
using EnvCompiler.Ship.Distribution;
using EnvCompiler.Ship.Images;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>The images of a generation's targets by digest, as pods name them: a tag may name other bytes tomorrow.</summary>
/// <param name="context">The machine's services.</param>
internal sealed class PinnedImages(CliContext context)
{
    /// <summary>What a person said: a reference by target; the one of an empty name is every other target's.</summary>
    internal required IReadOnlyDictionary<string, string> Given { get; init; }

    /// <summary>Registries are reached by HTTP.</summary>
    internal bool PlainHttp { get; init; }

    /// <summary>A target's image.</summary>
    /// <param name="target">The target.</param>
    /// <param name="isAlone">It is the only one.</param>
    /// <param name="generation">The generation.</param>
    /// <param name="revision">Its digest: SHA-256 in hexadecimal.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A reference with a digest, read from the registry where the person gave none; ENVC0990 where nothing was said of this target.</returns>
    internal async Task<Result<string>> FindAsync(Target target, bool isAlone, int generation, string revision, CancellationToken cancellation)
    {
        // One digest is one image, and one repository has those of all targets.
        if (!Given.TryGetValue(target.ToString(), out var text) && (!Given.TryGetValue("", out text) || (!isAlone && HasDigest(text))))
            return ExportDiagnostics.ImageUnknown(target, isSeveral: !isAlone);
        if (HasDigest(text))
            return text;
        if (!Reference.Parse(text).TryGet(out var reference, out var problems))
            return Result<string>.Failure(problems);
        if (reference.Repository.IsLayout)
            return ExportDiagnostics.ImageUnknown(target, isSeveral: !isAlone);
        if (!context.OpenRepository(reference.Repository, PlainHttp).TryGet(out var repository, out problems))
            return Result<string>.Failure(problems);
        using (repository)
        {
            return (await new ImageFinder(repository, generation, revision).FindAsync(reference.Tag, target, cancellation)).TryGet(out var digest, out problems)
                ? $"{reference.Repository}@{digest}"
                : Result<string>.Failure(problems);
        }
    }

    private static bool HasDigest(string reference) => reference.Contains('@', StringComparison.Ordinal);
}
