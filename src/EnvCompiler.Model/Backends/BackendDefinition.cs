using System.Text.Json.Serialization;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Backends;

/// <summary>An inference engine as data. General code over this record makes its pipeline, so a new engine is a file, not a class.</summary>
public sealed record BackendDefinition
{
    /// <summary>Name in manifests and of its scripts, e.g. <c>llamacpp</c>.</summary>
    public required string Name { get; init; }

    /// <summary>One line for people.</summary>
    public required string Description { get; init; }

    /// <summary>What every variable's name begins with, e.g. <c>LLAMACPP_</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>The server's executable, a name on PATH.</summary>
    public required string Server { get; init; }

    /// <summary>Programs that the engine runs itself, such as <c>cc</c>, <c>ldconfig</c> or <c>nvcc</c>: images must have them; null for none.</summary>
    public IReadOnlyList<string>? Needs { get; init; }

    /// <summary>Arguments before those of <see cref="Variables"/>, e.g. <c>serve</c>.</summary>
    public IReadOnlyList<string>? ServerArguments { get; init; }

    /// <summary>Stages of the pipeline in their order, each the script <c>NAME-STAGE</c>: <c>preflight</c>, <c>resolve-model</c>, <c>serve</c>.</summary>
    public required IReadOnlyList<string> Stages { get; init; }

    /// <summary>Where it listens and by which variables that is said.</summary>
    public required ServiceEndpoint Endpoint { get; init; }

    /// <summary>When it counts as ready.</summary>
    public required Probe Ready { get; init; }

    /// <summary>How its processes are known.</summary>
    public required BackendOwner Owner { get; init; }

    /// <summary>How it uses GPUs; null when it uses none, or need not.</summary>
    public BackendGpu? Gpu { get; init; }

    /// <summary>How it tells what it does; null where it does not.</summary>
    public BackendMetrics? Metrics { get; init; }

    /// <summary>The weights it loads; null when it loads none.</summary>
    public BackendModel? Model { get; init; }

    /// <summary>Variables by which the engine can take settings from an env file besides those with <see cref="Prefix"/>.</summary>
    public IReadOnlyList<string>? EnvFileVariables { get; init; }

    /// <summary>The engine's variables in the order of its arguments.</summary>
    public required IReadOnlyList<BackendVariable> Variables { get; init; }

    /// <summary>The script that runs all stages in one process.</summary>
    [JsonIgnore]
    public string PipelineScript => $"{Name}-pipeline";

    /// <summary>Every script of the backend: <c>llamacpp-preflight</c>, …, <c>llamacpp-pipeline</c>.</summary>
    [JsonIgnore]
    public IEnumerable<string> Scripts => Stages.Select(stage => $"{Name}-{stage}").Append(PipelineScript);

    /// <summary>Every short name a service's <c>settings</c> may use: the engine's and the pipeline's.</summary>
    [JsonIgnore]
    public IEnumerable<string> ShortNames =>
        Variables.Concat(PipelineVariables.Of(Prefix)).Where(v => v.Name.StartsWith(Prefix, StringComparison.Ordinal)).Select(ShortName);

    /// <summary>The variable a short name stands for (<c>ctx-size</c> for <c>LLAMACPP_CTX_SIZE</c>), or null.</summary>
    public BackendVariable? FindByShortName(string shortName) =>
        shortName.Contains('_') ? null : Find(Prefix + shortName.Replace('-', '_').ToUpperInvariant());

    /// <summary>The engine's or the pipeline's variable with this whole name, or null.</summary>
    public BackendVariable? Find(string name)
    {
        foreach (var variable in Variables)
        {
            if (variable.Name == name)
                return variable;
        }

        foreach (var variable in PipelineVariables.Of(Prefix))
        {
            if (variable.Name == name)
                return variable;
        }

        return null;
    }

    /// <summary>The name a manifest uses: <c>ctx-size</c>.</summary>
    public string ShortName(BackendVariable variable) => variable.Name[Prefix.Length..].ToLowerInvariant().Replace('_', '-');

    /// <summary>The variables that make the pipeline serve a locked model, for a compiled service.</summary>
    /// <param name="name">Its name in the manifest.</param>
    /// <param name="model">Its files; their paths stay relative to the project.</param>
    public IReadOnlyDictionary<string, string> ModelVariables(string name, LockedModel model)
    {
        if (Model is not { } variables)
            return new Dictionary<string, string>();
        return new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            [variables.NameVariable] = name,
            [variables.PathVariable] = model.Files[0].Path,
            [variables.Sha256Variable] = string.Join(',', model.Files.Select(file => file.Sha256)),
        };
    }
}
