namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>One step in making a namespace.</summary>
/// <param name="Path">What it makes: an absolute path inside.</param>
public abstract record NamespaceStep(string Path);
