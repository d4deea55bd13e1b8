using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Weights;
using EnvCompiler.Weights.Validation;

namespace EnvCompiler.Run.Backends.Resolving;

/// <summary>
/// Source <c>local</c>: the file that <c>MODEL_PATH</c> names; else <c>MODELS_DIR/NAME.gguf</c>; else one file of <c>MODELS_DIR/NAME/</c>.
/// In a directory <c>MODEL_FILE</c> decides; else single files come before first shards, and <c>QUANT</c> must match exactly one.
/// </summary>
internal static class LocalModel
{
    /// <summary>The file that an engine opens: the model, or its first shard.</summary>
    internal static Result<string> Find(StageContext context, ModelIdentity identity)
    {
        if (context.Variables.Pipeline("MODEL_PATH") is { } path)
            return Existing(context.InProject(path));
        var models = context.InProject(context.Variables.Pipeline("MODELS_DIR") ?? "models");
        var file = Path.Combine(models, identity.Name + ".gguf");
        if (File.Exists(file) && context.Variables.Pipeline("MODEL_FILE") is null)
            return FitsQuantization(context, file) ? file : WeightsDiagnostics.NoCandidate(models, Wanted(context));
        var directory = Path.Combine(models, identity.Name);
        return Directory.Exists(directory) ? Pick(context, directory) : BackendDiagnostics.ModelNotFound(identity.Name, models);
    }

    private static Result<string> Existing(string path) =>
        File.Exists(path) ? path : BackendDiagnostics.ModelFileMissing(path);

    private static Result<string> Pick(StageContext context, string directory)
    {
        if (context.Variables.Pipeline("MODEL_FILE") is { } chosen)
        {
            return chosen.Contains('/')
                ? BackendDiagnostics.InvalidVariable(context.Backend.Prefix + "MODEL_FILE", chosen, "must be a name without directories")
                : Existing(Path.Combine(directory, chosen));
        }

        var single = new List<string>();
        var firstShards = new List<string>();
        foreach (var path in Directory.EnumerateFiles(directory, "*.gguf"))
        {
            if (!GgufNames.TryParseShard(path, out var shard))
                single.Add(path);
            else if (shard.Number == 1)
                firstShards.Add(path);
        }

        var candidates = (single.Count > 0 ? single : firstShards)
            .Where(path => FitsQuantization(context, path)).Order(StringComparer.Ordinal).ToList();
        return candidates.Count switch
        {
            0 => WeightsDiagnostics.NoCandidate(directory, Wanted(context)),
            1 => candidates[0],
            _ => WeightsDiagnostics.SeveralCandidates(
                directory, [.. candidates.Select(path => Path.GetFileName(path))], context.Backend.Prefix + "MODEL_FILE"),
        };
    }

    // A name that says nothing about quantization does not fit a wish for one: a silent other choice would be worse.
    private static bool FitsQuantization(StageContext context, string path) =>
        context.Variables.Pipeline("QUANT") is not { } wish || GgufNames.HasQuantization(Path.GetFileName(path), wish);

    private static string Wanted(StageContext context) =>
        context.Variables.Pipeline("QUANT") is { } wish ? $" of quantization `{wish}`" : "";
}
