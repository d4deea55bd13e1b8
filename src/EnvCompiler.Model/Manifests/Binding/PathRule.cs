namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>Where paths of a manifest may lead.</summary>
internal static class PathRule
{
    /// <summary>Whether a path is relative and does not climb out of its directory.</summary>
    internal static bool StaysInside(string path) => path.Length > 0 && !Path.IsPathRooted(path) && !path.Split('/').Contains("..");
}
