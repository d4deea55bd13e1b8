using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>How images are built.</summary>
/// <param name="WithoutModels">Leave models out: they will be mounted.</param>
/// <param name="Budget">Layers at most.</param>
/// <param name="Format">How layers are compressed.</param>
internal sealed record ImageOptions(bool WithoutModels, int Budget, LayerFormat Format);
