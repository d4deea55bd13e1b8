namespace EnvCompiler.Cli.Pipeline;

/// <summary>Paths as messages show them: relative to where the person is, unless that is far away.</summary>
internal static class ShownPath
{
    public static string Of(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("../..", StringComparison.Ordinal) ? path : relative;
    }
}
