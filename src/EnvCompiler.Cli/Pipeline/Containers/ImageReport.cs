using EnvCompiler.Ship.Images;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>An image, and what there is to say of it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Notes">A line each: models that are in or must be mounted, commands that bring a shell.</param>
/// <param name="IsNew">Whether it had to be built.</param>
internal sealed record ImageReport(BuiltImage Image, IReadOnlyList<string> Notes, bool IsNew);
