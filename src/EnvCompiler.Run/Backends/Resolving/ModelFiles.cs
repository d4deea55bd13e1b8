using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Weights;
using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Run.Backends.Resolving;

/// <summary>The files of a model on disk: complete, and GGUF from end to end.</summary>
internal static class ModelFiles
{
    /// <summary>All files that begin with one, checked.</summary>
    /// <param name="path">The model, or its first shard.</param>
    /// <param name="strict">Read metadata and tensor table too, not the first bytes alone.</param>
    internal static Result<IReadOnlyList<string>> Check(string path, bool strict)
    {
        if (GgufNames.TryParseShard(path, out var shard) && shard.Number != 1)
            return BackendDiagnostics.NotFirstShard(path, shard.Name(1));
        var files = GgufNames.FilesOf(path);
        var diagnostics = new List<Diagnostic>();
        foreach (var file in files)
        {
            if (!File.Exists(file))
                diagnostics.Add(WeightsDiagnostics.ShardMissing(file));
            else if (strict)
                diagnostics.AddRange(GgufReader.Read(file).Diagnostics);
            else if (GgufReader.CheckMagic(file) is { } problem)
                diagnostics.Add(problem);
        }

        return diagnostics.Any(d => d.Severity == Severity.Error)
            ? Result<IReadOnlyList<string>>.Failure(diagnostics)
            : Result<IReadOnlyList<string>>.Success(files, diagnostics);
    }
}
