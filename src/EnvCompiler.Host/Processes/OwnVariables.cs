using System.Collections;

namespace EnvCompiler.Host.Processes;

/// <summary>The environment variables of this process.</summary>
public static class OwnVariables
{
    /// <summary>A copy: value by name, compared ordinally.</summary>
    public static Dictionary<string, string> Read()
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (DictionaryEntry variable in Environment.GetEnvironmentVariables())
            variables[(string)variable.Key] = (string)variable.Value!;
        return variables;
    }
}
