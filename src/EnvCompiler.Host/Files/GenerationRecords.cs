using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Json;

namespace EnvCompiler.Host.Files;

/// <summary>What is compiled into a generation.</summary>
public static class GenerationRecords
{
    private const string Remedy = "`envc build` makes what is live anew; check the disk";

    /// <summary>A target's <c>activation.json</c>.</summary>
    /// <param name="target">The target's directory.</param>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    public static ActivationSpec ReadActivation(string target) =>
        RecordFile.Read(Path.Combine(target, "activation.json"), Remedy, static content => ActivationSpecReader.Read(content));

    /// <summary>A target's <c>services.json</c>.</summary>
    /// <param name="target">The target's directory.</param>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    public static ServiceGraph ReadServices(string target) =>
        RecordFile.Read(Path.Combine(target, "services.json"), Remedy, static content => JsonSerializer.Deserialize(content, EnvcJson.Default.ServiceGraph));

    /// <summary>A file of the generation itself.</summary>
    /// <param name="generation">Its directory.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="type">What it holds.</param>
    /// <exception cref="DamagedFileException">It is not what was written.</exception>
    public static T Read<T>(string generation, string name, JsonTypeInfo<T> type)
        where T : class => RecordFile.Read(Path.Combine(generation, name), Remedy, content => JsonSerializer.Deserialize(content, type));

}
