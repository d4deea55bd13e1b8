namespace EnvCompiler.TestKit;

/// <summary>Finds files of the repository from a test's output directory.</summary>
public static class RepositoryRoot
{
    /// <summary>The directory that holds <c>EnvCompiler.sln</c>.</summary>
    public static string Path { get; } = Find();

    /// <summary>The data folder beside the checkout (toml-test, TinyDeb in Hugging Face layout), or null where it is absent.</summary>
    public static string? SharedData
    {
        get
        {
            var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, "..", "shared", "data"));
            return Directory.Exists(path) ? path : null;
        }
    }

    /// <summary>A path inside the repository.</summary>
    public static string File(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    private static string Find()
    {
        for (var directory = AppContext.BaseDirectory; directory is not null; directory = System.IO.Path.GetDirectoryName(directory))
        {
            if (System.IO.File.Exists(System.IO.Path.Combine(directory, "EnvCompiler.sln")))
                return directory;
        }

        throw new InvalidOperationException("the tests must run from inside the repository");
    }
}
