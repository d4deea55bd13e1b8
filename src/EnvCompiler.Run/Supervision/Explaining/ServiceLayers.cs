using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Generations;
using EnvCompiler.Run.Activation;

namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>
/// The values that each source has for a service's variables, by the rules of <see cref="ActivationVariables"/> and <see cref="ServiceVariables"/>. Nothing is
/// started for it and no secret is read or made: a mask stands in its place, in what is expanded from it too.
/// </summary>
internal sealed class ServiceLayers
{
    private const string Mask = "***";

    private readonly IReadOnlyDictionary<string, string> caller;
    private readonly Dictionary<string, string> activation;
    private readonly OrderedDictionary<string, SortedList<VariableSource, string>> layers = new(StringComparer.Ordinal);
    private readonly HashSet<string> needsShell = new(StringComparer.Ordinal);
    private readonly List<string> missingSecrets = [];

    /// <summary>Collects all layers.</summary>
    /// <param name="prepared">What would be activated; its variables are the caller's.</param>
    /// <param name="service">The compiled service.</param>
    /// <param name="backend">Its engine, or null.</param>
    /// <param name="ownVariables">Names of the service's <c>vars</c> in the manifest; others of the compiled ones are of its model.</param>
    internal ServiceLayers(PreparedActivation prepared, ServiceSpec service, BackendDefinition? backend, IEnumerable<string> ownVariables)
    {
        caller = prepared.Variables;
        activation = new Dictionary<string, string>(caller, StringComparer.Ordinal);
        foreach (var change in ActivationVariables.OwnChanges(prepared))
            change.ApplyTo(activation);
        if (backend is not null)
            AddBackend(backend);
        foreach (var variable in prepared.Spec.Vars)
            Add(variable, prepared.Generation.Layout.Secrets);
        foreach (var (name, value) in service.Settings)
            Add(name, VariableSource.Settings, value);
        foreach (var (name, value) in service.Vars)
            Add(name, ownVariables.Contains(name, StringComparer.Ordinal) ? VariableSource.ServiceVars : VariableSource.Model, value);
    }

    /// <summary>Secrets without a value.</summary>
    internal IReadOnlyList<string> MissingSecrets => missingSecrets;

    /// <summary>Adds what a stage before the server finds.</summary>
    internal void AddResolved(string name, string value) => Add(name, VariableSource.ResolveModel, value);

    /// <summary>Every variable that the service's process would get, secrets masked; the engine's defaults are its own business.</summary>
    internal Dictionary<string, string> Final()
    {
        var final = new Dictionary<string, string>(activation, StringComparer.Ordinal);
        foreach (var variable in Explain())
        {
            if (variable.Source != VariableSource.BackendDefault)
                final[variable.Name] = variable.Value;
        }

        return final;
    }

    /// <summary>Variables of the engine, then of the manifest, that have a value.</summary>
    internal IEnumerable<ExplainedVariable> Explain() => layers.Where(layer => layer.Value.Count > 0).Select(layer =>
    {
        VariableValue[] values = [.. layer.Value.Reverse().Select(value => new VariableValue(value.Key, value.Value))];
        return new ExplainedVariable
        {
            Name = layer.Key,
            Value = values[0].Text,
            Source = values[0].Source,
            Instead = values[1..],
            NeedsShell = needsShell.Contains(layer.Key) && values[0].Source is VariableSource.Vars or VariableSource.VarsDefault,
        };
    });

    // In the engine's order, those without a value too, so that the order stays whatever comes later.
    private void AddBackend(BackendDefinition backend)
    {
        foreach (var variable in backend.Variables.Concat(PipelineVariables.Of(backend.Prefix)))
        {
            var values = LayersOf(variable.Name);
            if (variable.Secret && values.ContainsKey(VariableSource.Caller))
                values[VariableSource.Caller] = activation[variable.Name] = Mask;
            if (variable.Default is { } value && backend.Variables.Contains(variable))
                values[VariableSource.BackendDefault] = value;
        }
    }

    private void Add(ActivationVariable variable, string secrets)
    {
        var text = variable.Value ?? variable.Default ?? "";
        if (variable.Secret)
        {
            if (!caller.ContainsKey(variable.Name) && variable.Generate is null && !File.Exists(Path.Combine(secrets, variable.Name)))
            {
                missingSecrets.Add(variable.Name);
                return;
            }

            LayersOf(variable.Name).Remove(VariableSource.Caller);
            Add(variable.Name, VariableSource.Secret, activation[variable.Name] = Mask);
            return;
        }

        if (variable.NeedsShell)
            needsShell.Add(variable.Name);
        else
            text = VariableExpansion.Expand(text, activation);
        Add(variable.Name, variable.Value is null ? VariableSource.VarsDefault : VariableSource.Vars, text);
        if (variable.Value is not null || !caller.ContainsKey(variable.Name))
            activation[variable.Name] = text;
    }

    private void Add(string name, VariableSource source, string value) => LayersOf(name)[source] = value;

    private SortedList<VariableSource, string> LayersOf(string name)
    {
        if (!layers.TryGetValue(name, out var values))
        {
            layers[name] = values = [];
            if (caller.TryGetValue(name, out var given))
                values[VariableSource.Caller] = given;
        }

        return values;
    }
}
