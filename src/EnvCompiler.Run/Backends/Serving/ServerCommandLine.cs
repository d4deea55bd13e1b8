using EnvCompiler.Model.Backends;

namespace EnvCompiler.Run.Backends.Serving;

/// <summary>The server's argv: the engine's variables in the order of its data file, then what was given after <c>--</c>.</summary>
public static class ServerCommandLine
{
    /// <summary>Builds argv, the server's name first.</summary>
    /// <param name="backend">The engine.</param>
    /// <param name="variables">Its variables, validated.</param>
    /// <param name="unixSocket">The server listens on a unix socket.</param>
    /// <param name="more">Appended verbatim.</param>
    public static IReadOnlyList<string> Build(
        BackendDefinition backend, StageVariables variables, bool unixSocket, IReadOnlyList<string> more)
    {
        var arguments = new List<string> { backend.Server };
        arguments.AddRange(backend.ServerArguments ?? []);
        foreach (var variable in backend.Variables)
            arguments.AddRange(ArgumentsOf(variable, variables, unixSocket));
        arguments.AddRange(more);
        return arguments;
    }

    /// <summary>What a variable becomes; empty where it is no argument or has no value.</summary>
    /// <param name="variable">One of the engine.</param>
    /// <param name="variables">All, validated.</param>
    /// <param name="unixSocket">The server listens on a unix socket.</param>
    public static IReadOnlyList<string> ArgumentsOf(BackendVariable variable, StageVariables variables, bool unixSocket)
    {
        if (!variable.IsArgument || (variable.TcpOnly && unixSocket) || variables.Text(variable.Name) is not { } value)
            return [];
        if (variable.Flag is { } flag)
            return [flag, value];
        return BackendVariable.ParseSwitch(value) is { } on ? (on ? variable.On : variable.Off) ?? [] : [];
    }

    /// <summary>The server's variables: those of this process, with the engine's own names for secrets.</summary>
    public static IReadOnlyDictionary<string, string> Variables(BackendDefinition backend, StageVariables variables)
    {
        var all = new Dictionary<string, string>(variables.All, StringComparer.Ordinal);
        foreach (var variable in backend.Variables)
        {
            if (variable.ExportAs is { } name && variables.Text(variable.Name) is { } value)
                all[name] = value;
        }

        return all;
    }
}
