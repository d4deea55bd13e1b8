using EnvCompiler.Model.Conditions;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Resolve.Conditions;

/// <summary>Reads the conditions of a manifest: all problems in one run. A manifest without a <c>when</c> costs nothing.</summary>
public static class ConditionReader
{
    /// <summary>All conditions.</summary>
    public static Result<ManifestConditions> Read(ManifestSource source)
    {
        var problems = new List<Diagnostic>();
        var conditions = new ManifestConditions(
            Read(source, "install", source.Manifest.Install, package => package.When, ConditionScope.Target, problems),
            Read(source, "models", source.Manifest.Models, model => model.When, ConditionScope.Target, problems),
            Read(source, "services", source.Manifest.Services, service => service.When, ConditionScope.Service, problems));
        return problems.Count == 0 ? conditions : Result<ManifestConditions>.Failure(problems);
    }

    /// <summary>The conditions of services, by service: what a lock says nothing about.</summary>
    public static Result<IReadOnlyDictionary<string, Condition>> ReadServices(ManifestSource source)
    {
        var problems = new List<Diagnostic>();
        var conditions = Read(source, "services", source.Manifest.Services, service => service.When, ConditionScope.Service, problems);
        return problems.Count == 0
            ? Result<IReadOnlyDictionary<string, Condition>>.Success(conditions)
            : Result<IReadOnlyDictionary<string, Condition>>.Failure(problems);
    }

    private static Dictionary<string, Condition> Read<T>(
        ManifestSource source, string section, IReadOnlyDictionary<string, T> entries, Func<T, string?> whenOf, ConditionScope scope,
        List<Diagnostic> problems)
    {
        var conditions = new Dictionary<string, Condition>(StringComparer.Ordinal);
        foreach (var (name, entry) in entries)
        {
            if (whenOf(entry) is not { } text)
                continue;
            var path = KeyPath.Of(section, name, "when");
            if (ConditionParser.Parse(text, scope, index => source.PlaceIn(path, index), problems) is { } condition)
                conditions.Add(name, condition);
        }

        return conditions;
    }
}
