using EnvCompiler.Store.Imaging;

namespace EnvCompiler.Ship.Images;

/// <summary>A layer of an image that is built.</summary>
/// <param name="Title">What it is, for people.</param>
/// <param name="Layer">Its digests and sizes.</param>
/// <param name="Path">Absolute path of its blob.</param>
public sealed record BuiltLayer(string Title, StoredLayer Layer, string Path);
