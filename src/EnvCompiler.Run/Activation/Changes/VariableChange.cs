namespace EnvCompiler.Run.Activation.Changes;

/// <summary>One change of a variable, which means the same on top of any caller's variables.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Name">The variable.</param>
/// <param name="Value">The value, or the elements with colons between them; empty for <see cref="VariableChangeKind.Unset"/>.</param>
public sealed record VariableChange(VariableChangeKind Kind, string Name, string Value)
{
    /// <summary>The variable gets this value.</summary>
    internal static VariableChange Set(string name, string value) => new(VariableChangeKind.Set, name, value);

    /// <summary>The variable is removed.</summary>
    internal static VariableChange Unset(string name) => new(VariableChangeKind.Unset, name, "");

    /// <summary>Elements go in front of the list.</summary>
    internal static VariableChange Prepend(string name, string elements) => new(VariableChangeKind.Prepend, name, elements);

    /// <summary>Performs it.</summary>
    public void ApplyTo(IDictionary<string, string> variables)
    {
        switch (Kind)
        {
            case VariableChangeKind.Set:
                variables[Name] = Value;
                break;
            case VariableChangeKind.Unset:
                variables.Remove(Name);
                break;
            default:
                var rest = ListWithout(variables.TryGetValue(Name, out var now) ? now : "", Value);
                variables[Name] = rest.Length == 0 ? Value : Kind == VariableChangeKind.Prepend ? $"{Value}:{rest}" : $"{rest}:{Value}";
                break;
        }
    }

    // An element that is in the list already moves: a list names each place once, the newest first.
    private static string ListWithout(string list, string elements)
    {
        if (list.Length == 0)
            return list;
        var gone = elements.Split(':');
        return string.Join(':', list.Split(':').Where(element => element.Length == 0 || Array.IndexOf(gone, element) < 0));
    }
}
