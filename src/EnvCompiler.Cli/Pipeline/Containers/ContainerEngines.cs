using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Containers;

/// <summary>The container engines that images can be given to.</summary>
internal static class ContainerEngines
{
    /// <summary>Its images without a registry are of <c>localhost/</c>.</summary>
    internal const string Podman = "podman";

    private const string Docker = "docker";

    /// <summary>Their programs, the first that is there before the others.</summary>
    internal static IReadOnlyList<string> Names { get; } = [Docker, Podman];

    /// <summary>One that is on PATH.</summary>
    /// <param name="wanted">The one that a person named; null for the first.</param>
    internal static Result<string> Find(string? wanted) =>
        Names.FirstOrDefault(name => (wanted ?? name) == name && IsOnPath(name)) is { } found ? Result<string>.Success(found) : CommandLineDiagnostics.NoContainerTool(wanted);

    /// <summary>Another than this that is on PATH, or null.</summary>
    internal static string? Other(string engine) => Names.FirstOrDefault(name => name != engine && IsOnPath(name));

    private static bool IsOnPath(string program) => ProgramPath.Find(program, Environment.GetEnvironmentVariable("PATH")) is not null;
}
