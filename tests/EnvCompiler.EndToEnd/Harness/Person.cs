namespace EnvCompiler.EndToEnd.Harness;

/// <summary>Somebody with an environment of their own.</summary>
/// <param name="Name">For messages.</param>
/// <param name="Prefix">Programs put before a command so that it runs as this person.</param>
/// <param name="Project">Their copy of the environment.</param>
public sealed record Person(string Name, IReadOnlyList<string> Prefix, string Project)
{
    /// <summary>Uid of a person whom the host does not know.</summary>
    public const string Unknown = "10123";

    /// <summary>Whoever runs the tests.</summary>
    public static Person Self(string project) => new("the caller", [], project);

    /// <summary>An ordinary user whom the host does not know; it takes uid 0 to become them.</summary>
    public static Person Ordinary(string project) => new(
        "an ordinary user",
        ["setpriv", $"--reuid={Unknown}", $"--regid={Unknown}", "--clear-groups", "env", "-u", "XDG_RUNTIME_DIR", $"HOME={project}"],
        project);
}
