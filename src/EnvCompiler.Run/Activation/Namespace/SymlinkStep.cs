namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>A symlink.</summary>
/// <param name="Target">Where it leads.</param>
/// <param name="Path">Absolute path inside.</param>
public sealed record SymlinkStep(string Target, string Path) : NamespaceStep(Path);
