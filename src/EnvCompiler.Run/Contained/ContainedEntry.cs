using System.Text.Json;
using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Steps;
using EnvCompiler.Run.Supervision;
using EnvCompiler.Run.Supervision.Processes;

namespace EnvCompiler.Run.Contained;

/// <summary>In containers: the launcher does a command's steps, and bash what has none. There is one root, so groups do not matter.</summary>
/// <param name="environment">The commands.</param>
/// <param name="launcher">Absolute path of <c>envc-run</c>.</param>
internal sealed class ContainedEntry(ContainedEnvironment environment, string launcher) : ICommandEntry
{
    /// <summary>Where the root has it, when a command brings it.</summary>
    internal const string Bash = "/usr/bin/bash";

    private readonly Dictionary<string, ContainedCommand> commands = environment.Commands.ToDictionary(command => command.Text, StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool TellsProgram => false;

    /// <inheritdoc/>
    public SpawnRequest Command(ServiceActivation activation, string group, string text, IReadOnlyDictionary<string, string> variables, string directory) =>
        Start(commands[text], variables, directory);

    /// <inheritdoc/>
    public SpawnRequest Deactivation(ServiceActivation activation, IReadOnlyDictionary<string, string> variables, string directory) =>
        Start(environment.OnDeactivate!, variables, directory);

    private SpawnRequest Start(ContainedCommand command, IReadOnlyDictionary<string, string> variables, string directory) => new()
    {
        Program = command.Steps is null ? Bash : launcher,
        Arguments = command.Steps is { } steps
            ? ["envc-run", Steps.StepsCommand.Name, JsonSerializer.Serialize(steps, StepJson.Default.Step)]
            : ["bash", "-c", command.Text],
        Variables = variables,
        Directory = directory,
        Descriptors = [],
    };
}
