using EnvCompiler.Host.Processes;

namespace EnvCompiler.Run.Supervision.Processes;

/// <summary>How the manifest's bash texts are run beside the supervisor.</summary>
internal interface ICommandEntry
{
    /// <summary>What is started says on <c>ENVC_INFO_FD</c> which process the program is, where that is not the one that was started.</summary>
    bool TellsProgram { get; }

    /// <summary>A service's command, or one for it.</summary>
    /// <param name="activation">Who starts it.</param>
    /// <param name="group">The group whose root it runs in.</param>
    /// <param name="text">Bash text.</param>
    /// <param name="variables">All its variables.</param>
    /// <param name="directory">Absolute working directory.</param>
    SpawnRequest Command(ServiceActivation activation, string group, string text, IReadOnlyDictionary<string, string> variables, string directory);

    /// <summary><see cref="ServiceActivation.OnDeactivate"/> of an activation that has one.</summary>
    SpawnRequest Deactivation(ServiceActivation activation, IReadOnlyDictionary<string, string> variables, string directory);
}
