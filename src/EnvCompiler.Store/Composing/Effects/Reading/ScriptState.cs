namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>What is known at one place of a script. An unknown value is null.</summary>
internal sealed class ScriptState
{
    private const int MostVariables = 1000;

    private readonly Dictionary<string, string?> variables;
    private readonly Dictionary<string, TwoValues> twofold;

    /// <summary>The state at the start of a script.</summary>
    public ScriptState(IReadOnlyList<string?> arguments)
    {
        variables = new Dictionary<string, string?>(StringComparer.Ordinal);
        twofold = new Dictionary<string, TwoValues>(StringComparer.Ordinal);
        Arguments = arguments;
    }

    private ScriptState(ScriptState other)
    {
        variables = new Dictionary<string, string?>(other.variables, StringComparer.Ordinal);
        twofold = new Dictionary<string, TwoValues>(other.twofold, StringComparer.Ordinal);
        Arguments = other.Arguments;
        Directory = other.Directory;
        Flow = other.Flow;
        When = other.When;
        EndedEarly = other.EndedEarly;
        HasForeignVariables = other.HasForeignVariables;
    }

    /// <summary><c>$1</c> and following.</summary>
    public IReadOnlyList<string?> Arguments { get; set; }

    /// <summary>The working directory; dpkg starts scripts in <c>/</c>.</summary>
    public string? Directory { get; set; } = "/";

    /// <summary>Where the script goes on.</summary>
    public Flow Flow { get; set; }

    /// <summary>What the root is asked before this place is reached; null when something decides that cannot be asked.</summary>
    public IReadOnlyList<PathTest>? When { get; set; } = [];

    /// <summary>What may have ended before this place, on a way that is not this one.</summary>
    public EarlyEnds EndedEarly { get; set; }

    /// <summary>A file that is not known has been sourced: any variable may have any value.</summary>
    public bool HasForeignVariables { get; set; }

    /// <summary>A variable's value; unset ones are empty, but for those that dpkg, debconf or the person may have set.</summary>
    public string? this[string name]
    {
        get => variables.TryGetValue(name, out var value) ? value : HasForeignVariables || char.IsAsciiLetterUpper(name[0]) ? null : "";
        set
        {
            if (variables.Count >= MostVariables)
                Forget();
            variables[name] = value;
            twofold.Remove(name);
        }
    }

    /// <summary>The values of a variable that depends on what the root answers, or null when it does not.</summary>
    public TwoValues? TwofoldValue(string name) => twofold.GetValueOrDefault(name);

    /// <summary>A copy for one of two ways.</summary>
    public ScriptState Clone() => new(this);

    /// <summary>Any variable may have any value from here on.</summary>
    public void Forget()
    {
        variables.Clear();
        twofold.Clear();
        HasForeignVariables = true;
    }

    /// <summary>What is known where two ways meet again, of which one was taken.</summary>
    /// <param name="one">One way.</param>
    /// <param name="other">The other.</param>
    /// <param name="before">The state before they parted.</param>
    public static ScriptState Join(ScriptState one, ScriptState other, ScriptState before)
    {
        if (one.Flow != other.Flow)
        {
            // A failure never happened; after an early end what follows belongs to the other way alone.
            var (ended, going) = one.Flow > other.Flow ? (one, other) : (other, one);
            if (ended.Flow == Flow.Failure)
                going.When = going.EndedEarly == before.EndedEarly ? before.When : null;
            else
                going.EndedEarly |= ended.Flow == Flow.Leave ? EarlyEnds.OfBlock : EarlyEnds.OfScript;
            return going;
        }

        var joined = one.Clone();
        foreach (var name in one.variables.Keys.Union(other.variables.Keys, StringComparer.Ordinal))
        {
            joined.variables[name] = one[name] == other[name] ? one[name] : null;
            joined.twofold.Remove(name);
            if (one[name] is { } value && other[name] is { } otherwise && value != otherwise && Test(one, before) is { } test && Test(other, before) == test.Negated)
                joined.twofold[name] = new TwoValues(test, value, otherwise);
        }

        joined.Directory = one.Directory == other.Directory ? one.Directory : null;
        joined.Arguments = ReferenceEquals(one.Arguments, other.Arguments) ? one.Arguments : [null];
        joined.HasForeignVariables |= other.HasForeignVariables;
        joined.EndedEarly |= other.EndedEarly;
        joined.When = joined.EndedEarly == before.EndedEarly ? before.When : null;
        return joined;
    }

    // The one question by which a way parted from the others.
    private static PathTest? Test(ScriptState way, ScriptState before) =>
        way.When is { } when && before.When is { } common && when.Count == common.Count + 1 ? when[^1] : null;

    /// <summary>Behind a loop or function that may have been left early, what was asked before it counts again.</summary>
    public void LeaveBlock(ScriptState before)
    {
        if (Flow == Flow.Leave)
            Flow = Flow.Next;
        if (EndedEarly.HasFlag(EarlyEnds.OfBlock) && !before.EndedEarly.HasFlag(EarlyEnds.OfBlock))
        {
            When = EndedEarly.HasFlag(EarlyEnds.OfScript) && !before.EndedEarly.HasFlag(EarlyEnds.OfScript) ? null : before.When;
            EndedEarly &= ~EarlyEnds.OfBlock;
        }
    }
}
