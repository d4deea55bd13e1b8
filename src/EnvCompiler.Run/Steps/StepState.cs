namespace EnvCompiler.Run.Steps;

/// <summary>What commands leave for those after them.</summary>
internal sealed class StepState
{
    private readonly Dictionary<string, string> variables;
    private readonly HashSet<string> exported;

    internal StepState(IReadOnlyDictionary<string, string> variables, string directory)
    {
        this.variables = new(variables, StringComparer.Ordinal);
        exported = new(variables.Keys, StringComparer.Ordinal);
        Directory = directory;
    }

    /// <summary>Absolute working directory.</summary>
    internal string Directory { get; set; }

    /// <summary>Status of the last command.</summary>
    internal int Status { get; set; }

    /// <summary><c>set -e</c>.</summary>
    internal bool EndsAtFailure { get; set; }

    /// <summary><c>set -u</c>.</summary>
    internal bool RefusesUnset { get; set; }

    internal string? this[string name]
    {
        get => name switch
        {
            "PWD" => Directory,
            "?" => Status.ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => variables.GetValueOrDefault(name),
        };
        set => variables[name] = value!;
    }

    internal void Export(string name) => exported.Add(name);

    internal void Unset(string name)
    {
        variables.Remove(name);
        exported.Remove(name);
    }

    /// <summary>What a program gets.</summary>
    /// <param name="own">Assignments of its own.</param>
    internal Dictionary<string, string> VariablesOf(IEnumerable<KeyValuePair<string, string>> own)
    {
        var all = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            if (exported.Contains(name))
                all[name] = value;
        }

        all["PWD"] = Directory;
        foreach (var (name, value) in own)
            all[name] = value;
        return all;
    }
}
