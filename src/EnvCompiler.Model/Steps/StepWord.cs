using System.Text.Json.Serialization;

namespace EnvCompiler.Model.Steps;

/// <summary>A word before its expansion.</summary>
public sealed record StepWord(IReadOnlyList<StepWordPart> Parts)
{
    /// <summary>Its text where nothing is expanded, else null.</summary>
    [JsonIgnore]
    public string? Literal => Parts.All(part => part.Variable is null) ? string.Concat(Parts.Select(part => part.Text)) : null;
}
