namespace EnvCompiler.Store.Surveying;

/// <summary>A script with a part that nobody knows.</summary>
/// <param name="Script"><c>preinst</c> or <c>postinst</c>.</param>
/// <param name="Hash">Under which that part would be reviewed.</param>
/// <param name="Commands">The commands of that part.</param>
public sealed record UnknownScript(string Script, string Hash, IReadOnlyList<string> Commands);
