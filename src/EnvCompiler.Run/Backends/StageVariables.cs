using System.Globalization;
using EnvCompiler.Model.Backends;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Backends;

/// <summary>The variables of a backend as a stage sees them: the process's own, then what an env file says, then defaults.</summary>
public sealed class StageVariables
{
    private readonly BackendDefinition backend;
    private readonly Dictionary<string, string> values;
    private readonly Dictionary<string, BackendVariable> definitions = new(StringComparer.Ordinal);

    /// <summary>Starts with the process's variables.</summary>
    public StageVariables(BackendDefinition backend, IReadOnlyDictionary<string, string> variables)
    {
        this.backend = backend;
        values = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var variable in PipelineVariables.Of(backend.Prefix))
            definitions[variable.Name] = variable;
        foreach (var variable in backend.Variables)
            definitions[variable.Name] = variable;
    }

    /// <summary>Every variable, as a program that follows gets them.</summary>
    public IReadOnlyDictionary<string, string> All => values;

    /// <summary>Sets a variable for this stage and what follows.</summary>
    public void Set(string name, string value) => values[name] = value;

    /// <summary>A variable by its whole name: what is set, else its default; null when there is neither or it is empty.</summary>
    public string? Text(string name)
    {
        if (!values.TryGetValue(name, out var value))
            value = definitions.GetValueOrDefault(name)?.Default;
        return string.IsNullOrEmpty(value) ? null : value;
    }

    /// <summary>A variable of the pipeline by its name without prefix.</summary>
    public string? Pipeline(string name) => Text(backend.Prefix + name);

    /// <summary>A switch of the pipeline; unset is off.</summary>
    public bool Switch(string name) => Pipeline(name) is { } text && BackendVariable.ParseSwitch(text) == true;

    /// <summary>A number of the pipeline that has been validated; null when unset.</summary>
    public double? Number(string name) => Pipeline(name) is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : null;

    /// <summary>A time of the pipeline in seconds, which has a default.</summary>
    public TimeSpan Seconds(string name) => TimeSpan.FromSeconds(Math.Min(Number(name) ?? 0, 1e6));

    /// <summary>Problems of the engine's variables as they are now.</summary>
    public IEnumerable<Diagnostic> ProblemsOfServer()
    {
        var unix = Text(backend.Endpoint.HostVariable)?.EndsWith(".sock", StringComparison.Ordinal) == true;
        foreach (var variable in backend.Variables)
        {
            if (variable.TcpOnly && unix)
                continue;
            if (Problem(variable) is { } problem)
                yield return problem;
            if (variable.Excludes is { } other && Text(variable.Name) is not null && Text(other) is not null)
                yield return BackendDiagnostics.ExcludedVariables(variable.Name, other);
        }
    }

    /// <summary>Problems of the pipeline's own variables.</summary>
    public IEnumerable<Diagnostic> ProblemsOfPipeline()
    {
        foreach (var variable in PipelineVariables.Of(backend.Prefix))
        {
            if (Problem(variable) is { } problem)
                yield return problem;
        }
    }

    private Diagnostic? Problem(BackendVariable variable)
    {
        var value = values.TryGetValue(variable.Name, out var set) ? set : variable.Default;
        if (value is null)
            return variable.Required ? BackendDiagnostics.VariableMissing(variable.Name) : null;
        return variable.Validate(value) is { } problem
            ? BackendDiagnostics.InvalidVariable(variable.Name, variable.Secret ? null : value, problem)
            : null;
    }
}
