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
        var compiled = new List<ActivationVariable>();
        var state = new Dictionary<string, Visit>(StringComparer.Ordinal);
        var trail = new List<string>();
        foreach (var name in source.Manifest.Vars.Keys)
        {
            if (IsReserved(name))
                problems.Add(CompileDiagnostics.ReservedVariable(source, name));
            else
                Add(source, name, state, trail, compiled, problems);
        }

        return compiled;
    }

    private static void Add(
        ManifestSource source, string name, Dictionary<string, Visit> state, List<string> trail, List<ActivationVariable> compiled,
        List<Diagnostic> problems)
    {
        if (state.TryGetValue(name, out var visit))
        {
            if (visit == Visit.Open)
                problems.Add(CompileDiagnostics.VariablesInACircle(source, [.. trail[trail.IndexOf(name)..], name]));
            return;
        }

        state[name] = Visit.Open;
        trail.Add(name);
        var definition = source.Manifest.Vars[name];
        var references = VariableReferences.Of(definition.Value ?? definition.Default ?? "");
        foreach (var reference in references.Names)
        {
            if (reference != name && source.Manifest.Vars.ContainsKey(reference))
                Add(source, reference, state, trail, compiled, problems);
        }

        trail.RemoveAt(trail.Count - 1);
        state[name] = Visit.Done;
        compiled.Add(new ActivationVariable
        {
            Name = name,
            Value = definition.Secret ? null : definition.Value,
            Default = definition.Secret ? null : definition.Default,
            Secret = definition.Secret,
            Generate = definition.Generate,
            NeedsShell = references.NeedsShell,
        });
    }

    private static bool IsReserved(string name) =>
        name is "ENVC_ENV" or "ENVC_ENV_CACHE" or "ENVC_ENV_PROJECT" or "ENVC_ENV_DESCRIPTION" or "ENVC_GENERATION" or "ENVC_TARGET"
            or "ENVC_INFO_FD" or "ENVC_HOOK_PATH"
        || name.StartsWith("FLOX_ENV", StringComparison.Ordinal)
        || name.StartsWith("_envc_", StringComparison.Ordinal);

    private enum Visit
    {
        Open,
        Done,
    }
}
