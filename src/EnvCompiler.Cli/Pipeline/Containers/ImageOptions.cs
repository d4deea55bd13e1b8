using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>How images are built.</summary>
/// <param name="WithoutModels">Leave models out: they will be mounted.</param>
/// <param name="Budget">Layers at most.</param>
internal sealed record ImageOptions(bool WithoutModels = false, int Budget = ImageLayers.DefaultBudget);
