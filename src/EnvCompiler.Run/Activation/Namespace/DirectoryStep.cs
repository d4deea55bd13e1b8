namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>An empty directory, with those on the way to it.</summary>
/// <param name="Path">Absolute path inside.</param>
public sealed record DirectoryStep(string Path) : NamespaceStep(Path);
