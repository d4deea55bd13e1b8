using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends.EnvFiles;

/// <summary>Takes the variables of an env file that a backend may set; all others in it are left alone.</summary>
internal static class EnvFileLoader
{
    private const int MaxLength = 1 << 20;

    /// <summary>Reads the file into the stage's variables.</summary>
    /// <returns>Why not, or null.</returns>
    internal static IReadOnlyList<Diagnostic> Load(StageContext context, string path)
    {
        string text;
        try
        {
            var file = new FileInfo(path);
            if (file.LinkTarget is not null || file.Length > MaxLength)
                return [BackendDiagnostics.UnsafeEnvFile(path)];
            text = File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [BackendDiagnostics.UnreadableEnvFile(path, e.Message)];
        }

        var parsed = EnvFileParser.Parse(path, text);
        if (!parsed.TryGet(out var variables))
            return parsed.Diagnostics;
        var prefixes = Prefixes(context);
        foreach (var (name, value) in variables)
        {
            if (IsAllowed(context, prefixes, name))
                context.Variables.Set(name, value);
        }

        return [];
    }

    private static string[] Prefixes(StageContext context) =>
        context.Variables.Pipeline("ENV_FILE_ALLOW_PREFIXES") is { } list
            ? list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : ["_" + context.Backend.Prefix, context.Backend.Prefix];

    // Variables that change how any program runs are refused whatever the prefixes say.
    private static bool IsAllowed(StageContext context, string[] prefixes, string name) =>
        !name.StartsWith("LD_", StringComparison.Ordinal) && !name.StartsWith("PYTHON", StringComparison.Ordinal)
        && name is not ("PATH" or "BASH_ENV" or "ENV" or "IFS")
        && (context.Backend.EnvFileVariables?.Contains(name) == true || prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)));
}
