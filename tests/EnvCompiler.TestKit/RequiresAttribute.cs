namespace EnvCompiler.TestKit;

/// <summary>
/// A fact that needs real tools, the root user or data that not every machine has. It is skipped, saying why, where one is missing;
/// with <c>ENVC_TEST_REQUIRE_ALL=1</c> (as in CI) nothing is skipped for want of a tool: the test runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresAttribute : FactAttribute
{
    /// <summary>Programs that must be on PATH.</summary>
    public RequiresAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = ReasonToSkip(tools)!;
    }

    /// <summary>The programs.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>The test needs uid 0; it is skipped for others whatever the setting, because CI cannot change who it is.</summary>
    public bool RootUser
    {
        get => false;
        set
        {
            if (value && !string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
                Skip = "needs the root user";
        }
    }

    /// <summary>The test needs this file or folder of the shared data beside the checkout.</summary>
    public string? SharedData
    {
        get => null;
        set
        {
            if (RepositoryRoot.SharedData is not { } data || !System.IO.Path.Exists(System.IO.Path.Combine(data, value!)))
                Skip = $"needs ../shared/data/{value}, which is not beside this checkout";
        }
    }

    /// <summary>Why a test that needs these programs is skipped, or null.</summary>
    internal static string? ReasonToSkip(IReadOnlyList<string> tools)
    {
        var missing = tools.Where(tool => !OnPath(tool)).ToList();
        return missing.Count > 0 && !RequireAll ? $"needs {string.Join(", ", missing)} on PATH" : null;
    }

    private static bool RequireAll => Environment.GetEnvironmentVariable("ENVC_TEST_REQUIRE_ALL") == "1";

    private static bool OnPath(string tool) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin").Any(directory => System.IO.File.Exists(System.IO.Path.Combine(directory, tool)));
}
