using EnvCompiler.Model.Shell;

namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>
/// Reads a maintainer script without running it: it is parsed as a shell script and walked as on a first installation
/// (<c>preinst install</c>, <c>postinst configure ""</c>). Whatever is not understood is returned, for <see cref="ReviewedScripts"/> to judge.
/// </summary>
internal static class ScriptReader
{
    // The largest of Debian have about 100 KiB.
    private const int LongestScript = 512 * 1024;
    private const long WorkOfScript = 20_000;

    private static readonly string[] Shells = ["/bin/sh", "/bin/bash", "/bin/dash", "/usr/bin/sh", "/usr/bin/bash", "/usr/bin/dash", "/usr/bin/env bash", "/usr/bin/env sh"];

    /// <summary>Reads a script.</summary>
    /// <param name="owner">Id of its package.</param>
    /// <param name="package">Name of its package.</param>
    /// <param name="architecture">Architecture of its package, Debian's word; null when not known.</param>
    /// <param name="name"><c>preinst</c> or <c>postinst</c>.</param>
    /// <param name="script">Its text.</param>
    public static ScriptReading Read(string owner, string package, string? architecture, string name, string script)
    {
        var reading = new ScriptReading();
        if (script.Length > LongestScript || script.Contains('\0') || !IsShell(script) || ShellParser.Parse(script) is not { } parsed)
            return Unread(script);
        var budget = new Budget(WorkOfScript);
        var effects = new EffectReader(owner, package, name == "preinst", reading);
        new ScriptEvaluator(reading, new CommandReader(architecture, effects, reading.Skipped), budget).Run(parsed, Start(package, architecture, name));
        return budget.IsSpent ? Unread(script) : reading;
    }

    /// <summary>The architecture in a package's id, its last part.</summary>
    public static string ArchitectureOf(string id) => id[(id.LastIndexOf('/') + 1)..];

    private static ScriptState Start(string package, string? architecture, string name) =>
        new(name == "preinst" ? ["install"] : ["configure", ""])
        {
            ["DPKG_ROOT"] = "",
            ["DPKG_MAINTSCRIPT_PACKAGE"] = package,
            ["DPKG_MAINTSCRIPT_NAME"] = name,
            ["DPKG_MAINTSCRIPT_ARCH"] = architecture == "all" ? null : architecture,
            ["DPKG_RUNNING_VERSION"] = null,
        };

    // Without an interpreter line, dpkg's execvp falls back to the shell.
    private static bool IsShell(string script) =>
        !script.StartsWith("#!", StringComparison.Ordinal)
            ? !script.StartsWith('\u007f')
            : Array.Exists(Shells, shell =>
        {
            var interpreter = script.AsSpan(2).TrimStart(' ');
            return interpreter.StartsWith(shell) && (interpreter.Length == shell.Length || char.IsWhiteSpace(interpreter[shell.Length]));
        });

    // The whole of it; blanks and comments at the ends of lines still do not count.
    private static ScriptReading Unread(string script)
    {
        var reading = new ScriptReading();
        foreach (var line in script.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            reading.AddRest(line);
        return reading;
    }
}
