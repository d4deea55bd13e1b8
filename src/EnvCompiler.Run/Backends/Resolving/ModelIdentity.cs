using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends.Resolving;

/// <summary>Which model is meant: resolve-model and serve derive it from the same variables, and the env file between them bears it.</summary>
/// <param name="Name">Name without extension.</param>
/// <param name="Id"><c>MODEL_ID</c>, else <c>ORG/NAME</c>, else the name.</param>
/// <param name="Text">Everything that distinguishes one choice from another: id, revision, quantization, file, path, hashes.</param>
public sealed record ModelIdentity(string Name, string Id, string Text)
{
    private const string Extension = ".gguf";

    /// <summary>Reads it from the variables.</summary>
    internal static Result<ModelIdentity> Of(StageContext context)
    {
        var variables = context.Variables;
        var prefix = context.Backend.Prefix;
        var name = variables.Pipeline("MODEL") ?? Path.GetFileName(variables.Pipeline("MODEL_PATH"));
        if (name is null)
            return BackendDiagnostics.NoModel(prefix);
        if (name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            name = name[..^Extension.Length];
        if (!IsSafe(name, variables.Switch("ALLOW_UNSAFE_NAME")))
            return BackendDiagnostics.BadModelName(prefix + "MODEL", name);
        var id = variables.Pipeline("MODEL_ID") ?? (variables.Pipeline("MODEL_ORG") is { } org ? $"{org}/{name}" : name);
        var text = string.Join(
            '\n',
            id,
            variables.Pipeline("MODEL_REVISION"),
            variables.Pipeline("QUANT"),
            variables.Pipeline("MODEL_FILE"),
            variables.Pipeline("MODEL_PATH"),
            variables.Pipeline("MODELS_DIR"),
            variables.Pipeline("EXPECTED_SHA256"));
        return new ModelIdentity(name, id, text);
    }

    private static bool IsSafe(string name, bool allowUnusual)
    {
        if (name.Length == 0 || name is "." or "..")
            return false;
        foreach (var c in name)
        {
            var usual = char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-';
            if (!usual && (!allowUnusual || char.IsControl(c) || c is '/' or '\\'))
                return false;
        }

        return true;
    }
}
