namespace EnvCompiler.Host.Network;

/// <summary>The bytes that arrived are not the ones asked for.</summary>
internal sealed class ContentMismatchException(string message) : IOException(message);
