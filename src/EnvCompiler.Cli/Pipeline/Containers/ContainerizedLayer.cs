namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>One layer of a <see cref="ContainerizedImage"/>.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Digest">Of its blob.</param>
/// <param name="Size">Bytes of its blob.</param>
public sealed record ContainerizedLayer(string Title, string Digest, long Size);
