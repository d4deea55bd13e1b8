using System.CommandLine;
using EnvCompiler.Host.Machine;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Layout;

namespace EnvCompiler.Cli.Commands;

/// <summary><c>-d DIR</c>: which environment a command is about.</summary>
public static class EnvironmentOption
{
    /// <summary>A new option for one command.</summary>
    public static Option<string?> Create() => new("--dir", "-d")
    {
        Description = "Directory of the environment (default: the current directory, else the active environment)",
        HelpName = "DIR",
    };

    /// <summary>The environment that is meant, in this order: the option's, the current directory's, the active one (<c>ENVC_ENV_PROJECT</c>).</summary>
    /// <param name="chosen">The option's value.</param>
    public static Result<EnvironmentLayout> Find(string? chosen)
    {
        if (chosen is not null)
            return ManifestLocator.Find(chosen);
        var here = ManifestLocator.Find(".");
        return !here.Ok && Environment.GetEnvironmentVariable("ENVC_ENV_PROJECT") is { Length: > 0 } active
            ? ManifestLocator.Find(active)
            : here;
    }
}
