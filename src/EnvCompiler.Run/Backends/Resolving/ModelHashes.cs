using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Weights;
using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Run.Backends.Resolving;

/// <summary>
/// Holds a model's files against what was promised: a sum list beside the model (or <c>MANIFEST_PATH</c>), else <c>EXPECTED_SHA256</c> in
/// the order of the files. A hash is taken from the side file while size and time of the file are unchanged.
/// </summary>
internal static class ModelHashes
{
    /// <summary>Checks the files.</summary>
    /// <param name="context">The stage.</param>
    /// <param name="files">Files of the model, in order.</param>
    /// <param name="sideFile">Where hashes of earlier runs are.</param>
    /// <returns>The hash of every file; null for one nobody asked for.</returns>
    internal static Result<IReadOnlyList<string?>> Check(StageContext context, IReadOnlyList<string> files, string sideFile)
    {
        if (context.Variables.Switch("SKIP_SHA256"))
            return new string?[files.Count];
        var expected = Expected(context, files);
        if (!expected.TryGet(out var hashes))
            return Result<IReadOnlyList<string?>>.Failure(expected.Diagnostics);
        if (hashes.All(hash => hash is null))
            return Result<IReadOnlyList<string?>>.Success(hashes);
        var known = HashCache.Read(sideFile);
        var problems = new List<Diagnostic>();
        for (var i = 0; i < files.Count; i++)
        {
            if (hashes[i] is not { } wanted)
                continue;
            var actual = known.Find(files[i]) ?? known.Add(files[i], FileSha256.Compute(files[i], onRead: null, CancellationToken.None));
            if (actual != wanted)
                problems.Add(WeightsDiagnostics.HashMismatch(files[i], wanted, actual));
        }

        known.Write(context.Host.Files);
        return problems.Count == 0 ? Result<IReadOnlyList<string?>>.Success(hashes) : Result<IReadOnlyList<string?>>.Failure(problems);
    }

    private static Result<string?[]> Expected(StageContext context, IReadOnlyList<string> files)
    {
        var variables = context.Variables;
        var list = variables.Pipeline("MANIFEST_PATH") is { } chosen
            ? context.InProject(chosen)
            : Path.Combine(Path.GetDirectoryName(files[0])!, variables.Pipeline("SHA256_MANIFEST_NAME")!);
        IReadOnlyDictionary<string, string>? sums = null;
        if (File.Exists(list))
        {
            var parsed = Sha256List.Parse(list, File.ReadAllText(list));
            if (!parsed.TryGet(out sums))
                return Result<string?[]>.Failure(parsed.Diagnostics);
        }
        else if (variables.Switch("REQUIRE_MANIFEST") || variables.Pipeline("MANIFEST_PATH") is not null)
        {
            return BackendDiagnostics.SumListMissing(list);
        }

        var given = variables.Pipeline("EXPECTED_SHA256")?.Split(',', StringSplitOptions.TrimEntries) ?? [];
        if (given.Length > 0 && (given.Length != files.Count || !given.All(Sha256List.IsSha256)))
            return BackendDiagnostics.BadExpectedSha256(context.Backend.Prefix + "EXPECTED_SHA256", files.Count);
        var hashes = new string?[files.Count];
        for (var i = 0; i < hashes.Length; i++)
        {
            // What was locked outweighs a list that lies beside the file and changes with it.
            hashes[i] = given.Length > 0 ? given[i].ToLowerInvariant() : sums?.GetValueOrDefault(Path.GetFileName(files[i]));
            if (hashes[i] is null && variables.Switch("INTEGRITY_STRICT"))
                return BackendDiagnostics.NoExpectedSha256(files[i]);
        }

        return hashes;
    }
}
