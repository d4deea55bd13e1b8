using System.Diagnostics;
using EnvCompiler.TestKit;

namespace EnvCompiler.EndToEnd.Harness;

/// <summary>A small environment of three groups, built for the root user and for an ordinary one, each with a store of their own.</summary>
public sealed class ShimEnvironment : IDisposable
{
    /// <summary>An ordinary user, in no database.</summary>
    public const string OrdinaryUser = "10124";

    private const string Manifest = """
        version = 1

        [catalogs.debian]
        type = "debian"
        suites = [{ name = "forky", allow-expired = true }]

        [install]
        bash.pkg-path = "bash"
        coreutils.pkg-path = "coreutils"
        second = { pkg-path = "tree", pkg-group = "second" }
        third = { pkg-path = "netcat-openbsd", pkg-group = "third" }

        [options]
        systems = ["x86_64-linux"]
        """;

    private readonly TemporaryDirectory directory = new();

    /// <summary>Whether each user's environment is built.</summary>
    private readonly HashSet<string> built = new(StringComparer.Ordinal);

    /// <summary>The environment's directory, with a blank and a quote in its name.</summary>
    public string Project(string user) => directory.File(user, "an env'");

    /// <summary><c>enter</c> of the live generation.</summary>
    public string Enter(string user) => Path.Combine(Project(user), ".envc/current/targets/x86_64-linux/cpu/enter");

    /// <summary>An envc of that user.</summary>
    /// <param name="user">Numeric id.</param>
    /// <param name="prefix">Programs put before everything.</param>
    public Envc Envc(string user, params string[] prefix) => new(directory.File(user, "store"))
    {
        Prefix = [.. prefix, .. BecomeUser(user)],
        Variables = { ["HOME"] = directory.File(user), ["XDG_RUNTIME_DIR"] = null },
    };

    /// <summary>Builds the environment of a user, once.</summary>
    public void Build(string user)
    {
        if (!built.Add(user))
            return;
        Directory.CreateDirectory(Project(user));
        File.WriteAllText(Path.Combine(Project(user), "manifest.toml"), Manifest);
        Command.Run("chown", "-R", $"{user}:{user}", directory.File(user));
        Command.Run("chmod", "0755", directory.Path);
        Envc(user).Run(Project(user), ["activate", "--", "true"]).Expect(0);
    }

    /// <summary>Runs one of the scripts in <c>Shims/</c> by a way in; what it prints is wrong.</summary>
    public string Problems(string user, string way, string script)
    {
        Build(user);
        var envc = Envc(user);
        envc.Variables["ENVC_ENTER"] = way;
        envc.Run(Project(user), ["activate", "--prepare"]).Expect(0);
        // .NET ignores PIPE, and what is ignored is inherited.
        var start = new ProcessStartInfo("timeout", [
            "60", "env", "--default-signal=PIPE", .. BecomeUser(user), "bash", RepositoryRoot.File("tests", "EnvCompiler.EndToEnd", "Shims", script + ".sh"), way, Enter(user)])
        {
            WorkingDirectory = Project(user),
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["HOME"] = directory.File(user);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var code = process.ExitCode == 0 ? "" : $"exit code {process.ExitCode}\n{error.Result}";
        return output + code is { Length: > 0 } problem ? $"{way}, uid {user}: {problem}" : "";
    }

    /// <summary>The ways that a user has, on a host that forbids nothing.</summary>
    public static IReadOnlyList<string> Ways(string user) =>
        user == "0" ? ["mount", "user", "host-bwrap", "bwrap", "proot"] : ["user", "host-bwrap", "bwrap", "proot"];

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private static IReadOnlyList<string> BecomeUser(string user) =>
        user == "0" ? [] : ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups"];
}
