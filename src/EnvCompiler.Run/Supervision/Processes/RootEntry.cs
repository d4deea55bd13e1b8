using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>On hosts: inside a group's root, by <c>TARGET/enter GROUP bash -c TEXT</c>.</summary>
internal sealed class RootEntry : ICommandEntry
{
    /// <inheritdoc/>
    public bool TellsProgram => true;

    /// <inheritdoc/>
    public SpawnRequest Command(ServiceActivation activation, string group, string text, IReadOnlyDictionary<string, string> variables, string directory) =>
        Enter(activation, variables, directory, group, "bash", "-c", text);

    /// <inheritdoc/>
    public SpawnRequest Deactivation(ServiceActivation activation, IReadOnlyDictionary<string, string> variables, string directory) =>
        Enter(activation, variables, directory, activation.Group ?? PackageRequest.DefaultGroup, "bash", activation.OnDeactivate!);

    private static SpawnRequest Enter(
        ServiceActivation activation, IReadOnlyDictionary<string, string> variables, string directory, params string[] arguments) => new()
    {
        Program = Path.Combine(activation.TargetDirectory, "enter"),
        Arguments = ["enter", .. arguments],
        Variables = variables,
        Directory = directory,
        Descriptors = [],
    };
}
