using EnvCompiler.Host.Network;

namespace EnvCompiler.TestKit;

/// <summary>
/// A fact that downloads from a real Debian mirror, found as envc finds it. It is skipped, saying so, where none answers; with
/// <c>ENVC_TEST_REQUIRE_ALL=1</c> it runs and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresMirrorAttribute : FactAttribute
{
    private static readonly Lazy<bool> Answers = new(Ask);

    /// <summary>Asks once a test run.</summary>
    /// <param name="tools">Programs that must be on PATH.</param>
    public RequiresMirrorAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = RequiresAttribute.ReasonToSkip(tools)!;
        if (Environment.GetEnvironmentVariable("ENVC_TEST_REQUIRE_ALL") != "1" && !Answers.Value)
            Skip = "needs a Debian mirror, and none answers";
    }

    /// <summary>The programs.</summary>
    public IReadOnlyList<string> Tools { get; }

    /// <summary>The test needs uid 0; see <see cref="RequiresAttribute.RootUser"/>.</summary>
    public bool RootUser
    {
        get => false;
        set
        {
            if (value && !string.Equals(Environment.UserName, "root", StringComparison.Ordinal))
                Skip = "needs the root user";
        }
    }

    private static bool Ask()
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(5) };
        foreach (var mirror in DebianMirrors.OfThisHost().ForIndexes(mirror: null, "stable", snapshot: null))
        {
            try
            {
                using var head = new HttpRequestMessage(HttpMethod.Head, new Uri(mirror, "dists/stable/InRelease"));
                using var answer = client.Send(head);
                if (answer.IsSuccessStatusCode)
                    return true;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // The next one may answer.
            }
        }

        return false;
    }
}
