using System.Globalization;

namespace EnvCompiler.Run.Activation;

/// <summary>The mark of a shell or command that is in a generation as it is (<c>activate -g N</c>).</summary>
public static class PinnedGeneration
{
    /// <summary>Its value is the generation's number; it holds for the environment of <c>ENVC_ENV_PROJECT</c>.</summary>
    public const string Variable = "ENVC_PINNED";

    /// <summary>The number that a process with these variables is pinned to, in an environment; null where it is not.</summary>
    /// <param name="variables">Of the process.</param>
    /// <param name="directory">The environment's directory, a real path.</param>
    public static int? In(IReadOnlyDictionary<string, string> variables, string directory) =>
        variables.TryGetValue(Variable, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        && variables.GetValueOrDefault("ENVC_ENV_PROJECT") == directory
            ? number
            : null;
}
