using System.Text.Json;

namespace EnvCompiler.Model.Backends;

/// <summary>The backends that envc ships, each an embedded <c>NAME.json</c> of this folder.</summary>
public static class BackendCatalog
{
    private const string Folder = "backends/";

    /// <summary>Names of all backends, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. typeof(BackendCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..^".json".Length])
            .Order(StringComparer.Ordinal)];

    /// <summary>The backend of this name, or null.</summary>
    public static BackendDefinition? Find(string name)
    {
        using var stream = typeof(BackendCatalog).Assembly.GetManifestResourceStream($"{Folder}{name}.json");
        return stream is null ? null : JsonSerializer.Deserialize(stream, BackendJson.Default.BackendDefinition);
    }

    /// <summary>The backend and stage of a script's name (<c>llamacpp-serve</c>), or null when it is none.</summary>
    public static (BackendDefinition Backend, string Stage)? FindScript(string script)
    {
        var dash = script.IndexOf('-');
        if (dash <= 0 || Find(script[..dash]) is not { } backend)
            return null;
        var stage = script[(dash + 1)..];
        return backend.Stages.Contains(stage) || script == backend.PipelineScript ? (backend, stage) : null;
    }
}
