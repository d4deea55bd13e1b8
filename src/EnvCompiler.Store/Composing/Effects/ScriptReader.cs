using System.Text.RegularExpressions;
using EnvCompiler.Store.Unpacking;

namespace EnvCompiler.Store.Composing.Effects;

/// <summary>
/// Reads a maintainer script without running it. Sections that debhelper marks as its own and lines of known tools are understood; shell
/// structure around them has no effect by itself. Whatever is left is returned, for <see cref="ReviewedScripts"/> to judge.
/// A script is read as if it installed on an empty root, so what only upgrades or repairs need is no effect: paths are made where they are
/// missing and nothing is ever removed.
/// </summary>
internal static partial class ScriptReader
{
    // What these do is done for the whole root (ldconfig), has no meaning in one (services), or changes nothing in a new one.
    private static readonly HashSet<string> Needless = new(StringComparer.Ordinal)
    {
        ":", "true", "false", "set", "exit", "return", "shift", "break", "umask", "export", "local", "unset", "echo", "printf",
        "deb-systemd-helper", "deb-systemd-invoke", "systemctl", "invoke-rc.d", "update-rc.d", "service", "systemd-tmpfiles", "systemd-sysusers",
        "dpkg-maintscript-helper", "dpkg-trigger", "ldconfig", "py3compile", "pycompile", "update-menus", "db_version", "db_stop", "db_purge",
        "chown", "chmod", "chgrp", "dpkg-statoverride",
    };

    // Sections of these helpers hold calls that are effects; those of all others keep the packaging system's own books.
    private static readonly string[] HelpersWithEffects = ["dh_installalternatives", "dh_ucf"];

    /// <summary>Reads a script.</summary>
    /// <param name="owner">Id of its package.</param>
    /// <param name="package">Name of its package.</param>
    /// <param name="script">Its text.</param>
    public static ScriptReading Read(string owner, string package, string script)
    {
        var reading = new ScriptReading();
        var functions = new HashSet<string>(StringComparer.Ordinal);
        foreach (var line in LogicalLines(script))
        {
            if (FunctionHeader().Match(line) is { Success: true } header)
                functions.Add(header.Groups["name"].Value);
            else if (!IsStructure(line) && !functions.Contains(line) && !TryRead(line, owner, package, reading))
                reading.Rest.Add(line);
        }

        return reading;
    }

    private static bool TryRead(string line, string owner, string package, ScriptReading reading)
    {
        if (line.StartsWith(". /usr/share/debconf/confmodule", StringComparison.Ordinal) || IsNeedless(line))
            return true;
        if (ShellWords.Command(line) is not { Count: > 0 } command)
            return false;
        switch (command[0])
        {
            case "update-alternatives":
                if (Alternative.Parse(owner, command[1..]) is { } alternative)
                    reading.Alternatives.Add(alternative);
                return command.Contains("--install") == (reading.Alternatives.Count > 0) || command.Contains("--remove");
            case "dpkg-divert":
                return TryReadDiversion(command, package, reading);
            case "adduser" or "addgroup" or "useradd" or "groupadd":
                if (SystemUser.ParseCommand(command) is { } user)
                    reading.Users.Add(user);
                return true;
            case "mkdir" or "install" or "touch" or "ln":
                return TryReadPaths(command, owner, reading);
            default:
                return false;
        }
    }

    // Every command of the line must be one of those, and none may write into a file.
    private static bool IsNeedless(string line) =>
        !Redirection().IsMatch(line)
        && Array.TrueForAll(
            line.Split([";", "&&", "||"], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            command => Needless.Contains(command.Split(' ', 2)[0]));

    private static bool TryReadDiversion(List<string> command, string package, ScriptReading reading)
    {
        if (command.Contains("--remove"))
            return true;
        var to = command.IndexOf("--divert") is >= 0 and var at && at + 1 < command.Count ? command[at + 1] : null;
        if (to is not ['/', ..] || command[^1] is not ['/', ..])
            return false;
        var by = command.IndexOf("--package") is >= 0 and var named && named + 1 < command.Count ? command[named + 1] : package;
        reading.Diversions.Add(new Diversion(by, EntryPath.Merge(command[^1][1..]), EntryPath.Merge(to[1..])));
        return true;
    }

    private static bool TryReadPaths(List<string> command, string owner, ScriptReading reading)
    {
        var options = command.FindAll(word => word.StartsWith('-'));
        var names = command.FindAll(word => word.StartsWith('/'));
        switch (command[0])
        {
            case "ln" when command is [_, .., var target, ['/', ..] path] && options.Exists(option => option.Contains('s')) && !target.StartsWith('-'):
                reading.Paths.Add(new TmpfilesLine(owner, "L", path, target));
                return true;
            case "install" when !options.Contains("-d") && !options.Contains("--directory"):
                return false;
            case "ln":
                return false;
            default:
                var type = command[0] == "touch" ? "f" : "d";
                reading.Paths.AddRange(names.Select(path => new TmpfilesLine(owner, type, path.TrimEnd('/'), "")));
                return names.Count > 0;
        }
    }

    // Lines with continuations joined, without comments, debhelper's own sections, and $DPKG_ROOT, which is empty here.
    private static IEnumerable<string> LogicalLines(string script)
    {
        var inHelper = false;
        foreach (var joined in script.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            var line = joined.Trim();
            if (line.StartsWith("# Automatically added by ", StringComparison.Ordinal))
                inHelper = !Array.Exists(HelpersWithEffects, helper => line.AsSpan("# Automatically added by ".Length).StartsWith(helper));
            else if (line.StartsWith("# End automatically added section", StringComparison.Ordinal))
                inHelper = false;
            else if (!inHelper && line.Length > 0 && !line.StartsWith('#'))
                yield return Blanks().Replace(line, " ").Replace("${DPKG_ROOT}", "", StringComparison.Ordinal)
                    .Replace("\"$DPKG_ROOT\"", "", StringComparison.Ordinal).Replace("$DPKG_ROOT", "", StringComparison.Ordinal);
        }
    }

    private static bool IsStructure(string line) =>
        line is "fi" or "esac" or "done" or "then" or "else" or "do" or "{" or "}" or "(" or ")" or ";;" or ";; esac" or "'';;"
        || Condition().IsMatch(line) || CasePattern().IsMatch(line);

    // Tests of the arguments, of files and of other commands' presence: they decide, and do nothing.
    [GeneratedRegex("""^(?:(?:if|elif) (?:!? ?\[ [^;`]*\]|!? ?test [^;`]*|!? ?(?:which|command -v|type) [^;`]*)(?:; ?then)?|case "?\$\{?1\}?"? in)$""", RegexOptions.CultureInvariant)]
    private static partial Regex Condition();

    [GeneratedRegex("""^\(?[-a-z|* "]+\)(?: ?;;)?$""", RegexOptions.CultureInvariant)]
    private static partial Regex CasePattern();

    [GeneratedRegex("""^(?<name>[a-zA-Z_][a-zA-Z0-9_]*) ?\(\)( ?\{)?$""", RegexOptions.ExplicitCapture)]
    private static partial Regex FunctionHeader();

    [GeneratedRegex(""">(?! ?/dev/null|&)""", RegexOptions.CultureInvariant)]
    private static partial Regex Redirection();

    [GeneratedRegex("""[ \t]+""", RegexOptions.CultureInvariant)]
    private static partial Regex Blanks();
}
