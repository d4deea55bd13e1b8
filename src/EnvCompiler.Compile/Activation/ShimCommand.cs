namespace EnvCompiler.Compile.Activation;

/// <summary>A command that gets a shim.</summary>
/// <param name="Group">Group whose root has it.</param>
/// <param name="Command">Absolute path inside that root.</param>
/// <param name="InstallId">The manifest's entry that asked for its package.</param>
/// <param name="Package">Locked package id.</param>
/// <param name="Priority">The entry's priority; lower wins.</param>
internal sealed record ShimCommand(string Group, string Command, string InstallId, string Package, int Priority);
