namespace EnvCompiler.Store.Imaging;

/// <summary>A layer of an <see cref="ImageRecord"/>.</summary>
/// <param name="Key">Its key in the store.</param>
/// <param name="Title">What it is, for people.</param>
public sealed record ImageRecordLayer(string Key, string Title);
