namespace EnvCompiler.TestKit;

/// <summary>Generated text against a file beside the tests; <c>ENVC_UPDATE_EXPECTED=1</c> writes the file instead.</summary>
public static class Expectation
{
    /// <summary>Compares.</summary>
    /// <param name="path">File relative to the repository.</param>
    /// <param name="actual">The text.</param>
    public static void Matches(string path, string actual)
    {
        var file = RepositoryRoot.File(path.Split('/'));
        if (Environment.GetEnvironmentVariable("ENVC_UPDATE_EXPECTED") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, actual);
        }

        Assert.True(File.Exists(file), $"{path} is missing; ENVC_UPDATE_EXPECTED=1 writes it");
        Assert.Equal(File.ReadAllText(file), actual);
    }
}
