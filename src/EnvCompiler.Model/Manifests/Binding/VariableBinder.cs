using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[vars]</c>: a string, or a table.</summary>
internal static class VariableBinder
{
    internal static readonly string[] Generators = ["hex32"];
    private static readonly string[] Requirers = ["models", "services"];

    internal static VariableDefinition? BindText(TomlValue value) =>
        value is TomlString text ? new VariableDefinition { Value = text.Value } : null;

    internal static VariableDefinition Bind(TableReader variable)
    {
        variable.NotYet("required-by", key => CheckRequiredBy(variable, key));
        var definition = new VariableDefinition
        {
            Value = variable.String("value"),
            Default = variable.String("default"),
            Secret = variable.Boolean("secret") ?? false,
            Generate = variable.OneOf("generate", Generators),
        };
        if (definition.Secret && (variable.Has("value") || variable.Has("default")))
            variable.Report(ManifestDiagnostics.SecretInManifest(variable.Place, variable.Name));
        else if (Problem(variable) is { } problem)
            variable.Report(ManifestDiagnostics.BadVariable(variable.Place, variable.Name, problem));
        return definition;
    }

    private static string? Problem(TableReader variable) =>
        variable.Has("value") && variable.Has("default") ? "has a `value` and a `default`"
        : variable.Has("generate") && !variable.Has("secret") ? "is no secret, so nothing can be generated for it"
        : !variable.Has("value") && !variable.Has("default") && !variable.Has("secret") ? "has no `value`, `default` or `secret`"
        : null;

    private static void CheckRequiredBy(TableReader variable, string key)
    {
        foreach (var (text, place) in variable.PlacedStrings(key) ?? [])
        {
            if (text.Split('.', 2) is [var section, { Length: > 0 } name] && Requirers.Contains(section))
                variable.CheckReference(place, variable.PathOf(key), section, name);
            else
                variable.Report(ManifestDiagnostics.BadForm(place, variable.PathOf(key), "`models.NAME` or `services.NAME`", text));
        }
    }
}
