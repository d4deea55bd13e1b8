namespace EnvCompiler.Store.Verifying;

/// <summary>A path that is not as it should be.</summary>
/// <param name="Path">Relative to the tree.</param>
/// <param name="Problem">A clause about «it».</param>
internal sealed record TreeDifference(string Path, string Problem)
{
    internal static TreeDifference Extra(string path) => new(path, "does not belong there");
}
