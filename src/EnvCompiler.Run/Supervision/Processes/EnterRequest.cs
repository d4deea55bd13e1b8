using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>How a bash text is run inside a group's root: <c>TARGET/enter GROUP bash -c TEXT</c>, in the project's directory.</summary>
internal static class EnterRequest
{
    internal static SpawnRequest Bash(
        ServiceActivation activation, string group, string text, IReadOnlyDictionary<string, string> variables, string directory) =>
        Of(activation, variables, directory, group, "bash", "-c", text);

    internal static SpawnRequest Of(
        ServiceActivation activation, IReadOnlyDictionary<string, string> variables, string directory, params string[] arguments) => new()
    {
        Program = Path.Combine(activation.TargetDirectory, "enter"),
        Arguments = ["enter", .. arguments],
        Variables = variables,
        Directory = directory,
        Descriptors = [],
    };
}
