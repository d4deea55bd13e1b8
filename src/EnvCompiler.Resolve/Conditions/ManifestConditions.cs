using EnvCompiler.Model.Conditions;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>The conditions of a manifest, lowered; what has none is not in here.</summary>
/// <param name="Install">By install id.</param>
/// <param name="Models">By model.</param>
/// <param name="Services">By service.</param>
public sealed record ManifestConditions(
    IReadOnlyDictionary<string, Condition> Install,
    IReadOnlyDictionary<string, Condition> Models,
    IReadOnlyDictionary<string, Condition> Services)
{
    /// <summary>Of a manifest without any.</summary>
    public static ManifestConditions None { get; } =
        new(new Dictionary<string, Condition>(), new Dictionary<string, Condition>(), new Dictionary<string, Condition>());

    /// <summary>All of them by the manifest's section.</summary>
    internal IEnumerable<KeyValuePair<string, IReadOnlyDictionary<string, Condition>>> Sections =>
        [new("install", Install), new("models", Models), new("services", Services)];
}
