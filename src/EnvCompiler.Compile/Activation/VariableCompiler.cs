using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Compile.Activation;

/// <summary>Puts <c>[vars]</c> in an order in which every variable comes after those it refers to.</summary>
internal static class VariableCompiler
{
    /// <summary>The variables in order; the file's order where references leave it open. A reference to oneself means the caller's value.</summary>
    internal static List<ActivationVariable> Compile(ManifestSource source, List<Diagnostic> problems)
    {
        var variables = source.Manifest.Vars;
        foreach (var name in variables.Keys.Where(IsReserved))
            problems.Add(CompileDiagnostics.ReservedVariable(source, name));
        var references = variables.ToDictionary(
            entry => entry.Key, entry => VariableReferences.Of(entry.Value.Value ?? entry.Value.Default ?? ""), StringComparer.Ordinal);
        var order = DependencyOrder.Of(
            variables.Keys.Where(name => !IsReserved(name)),
            name => references[name].Names.Where(other => other != name && variables.ContainsKey(other)));
        foreach (var circle in order.Circles)
            problems.Add(CompileDiagnostics.VariablesInACircle(source, circle));
        return [.. order.Names.Select(name => Compile(name, variables[name], references[name].NeedsShell))];
    }

    private static ActivationVariable Compile(string name, VariableDefinition definition, bool needsShell) => new()
    {
        Name = name,
        Value = definition.Secret ? null : definition.Value,
        Default = definition.Secret ? null : definition.Default,
        Secret = definition.Secret,
        Generate = definition.Generate,
        NeedsShell = needsShell,
    };

    private static bool IsReserved(string name) =>
        name is "ENVC_ENV" or "ENVC_ENV_CACHE" or "ENVC_ENV_PROJECT" or "ENVC_ENV_DESCRIPTION" or "ENVC_GENERATION" or "ENVC_TARGET"
            or "ENVC_ENV_DIRS" or "ENVC_INFO_FD" or "ENVC_HOOK_PATH" or "ENVC_HOOK_OF"
        || name.StartsWith("FLOX_ENV", StringComparison.Ordinal)
        || name.StartsWith("_envc_", StringComparison.Ordinal);
}
