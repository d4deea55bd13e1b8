namespace EnvCompiler.Host.Files;

/// <summary>Whether two files have the same content.</summary>
public static class SameFile
{
    /// <summary>False also where one of them is missing. Contents are read where the sizes are equal only.</summary>
    public static bool Content(string first, string second)
    {
        var (a, b) = (new FileInfo(first), new FileInfo(second));
        return a.Exists && b.Exists && a.Length == b.Length && SmallFile.ReadBytes(first).AsSpan().SequenceEqual(SmallFile.ReadBytes(second));
    }
}
