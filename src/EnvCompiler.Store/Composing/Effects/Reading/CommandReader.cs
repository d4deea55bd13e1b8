using EnvCompiler.Model.Shell;

namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>What a simple command of a maintainer script means for a root. Paths are known completely or the command is not understood.</summary>
/// <param name="architecture">Its architecture, Debian's word; null when not known.</param>
/// <param name="effects">Commands that change files, users and links.</param>
/// <param name="skipped">Collects programs that a root has to do without.</param>
internal sealed class CommandReader(string? architecture, EffectReader effects, ISet<SkippedWork> skipped)
{
    private static readonly string[] ProgramDirectories = ["/bin/", "/sbin/", "/usr/", "/lib/"];

    // They define functions for scripts, which are known by their names.
    private static readonly string[] Libraries =
    [
        "/usr/share/apache2/apache2-maintscript-helper", "/usr/lib/php/php-maintscript-helper", "/usr/share/dbconfig-common/dpkg/",
        "/usr/share/postgresql-common/maintscripts-functions", "/usr/share/dpkg/sh/dpkg-error.sh",
    ];

    /// <summary>Reads a command.</summary>
    /// <param name="fields">The program and its arguments, null where not known.</param>
    /// <param name="redirects">Its redirections.</param>
    /// <param name="state">Where it stands.</param>
    /// <returns>Null when it is not understood.</returns>
    public Outcome? Read(IReadOnlyList<string?> fields, IReadOnlyList<(string Operator, string? Target)> redirects, ScriptState state)
    {
        if (fields[0] is not { } name)
            return null;
        if (name.StartsWith("/etc/init.d/", StringComparison.Ordinal))
            return Outcome.Unknown;
        if (Array.Exists(ProgramDirectories, name.StartsWith))
            name = name[(name.LastIndexOf('/') + 1)..];
        var arguments = fields.Skip(1).ToList();
        switch (name)
        {
            case "" or ":" or "true":
                return Outcome.True;
            case "false":
                return Outcome.False;
            case "exit":
                state.Flow = arguments is [] or ["0"] or [null] ? Flow.Exit : Flow.Failure;
                return Outcome.True;
            case "return":
                state.Flow = Flow.Leave;
                return arguments is [] or ["0"] ? Outcome.True : arguments is [null] ? Outcome.Unknown : Outcome.False;
            case "break" or "continue":
                state.Flow = Flow.Leave;
                return Outcome.True;
            case "test":
                return TestReader.Read(arguments);
            case "[":
                return arguments is [.., "]"] ? TestReader.Read(arguments[..^1]) : null;
            case "[[":
                return Outcome.Unknown;
            case "command" or "which" or "type" or "hash" when arguments.Find(argument => argument is not ['-', ..]) is { } program && (name != "command" || arguments is ["-v" or "-V", ..]):
                return HasProgram(program);
            case "command" or "exec" or "nice" or "ionice" or "env" or "nohup" or "builtin" or "eatmydata":
                return Prefixed(arguments, redirects, state);
            case "export" or "local" or "readonly" or "declare" or "typeset" or "unset" or "read" or "set" or "shift" or "cd" or "getopts":
                return Builtin(name, arguments, state);
            case "." or "source":
                return Source(arguments, state);
            case "echo" or "printf" or "cat" or "basename" or "dirname" or "mktemp" or "tempfile":
                return Printing(name, arguments, redirects);
            case "dpkg" or "dpkg-architecture" or "dpkg-maintscript-helper" or "dpkg-query":
                return Packaging(name, arguments);
            case "getent" or "id" or "groups":
                // Users that packages add are not there yet.
                return new Outcome(Truth.False) { WhenFalse = [], Output = "" };
            case "grep" or "egrep" or "fgrep":
                return arguments.Exists(argument => argument is "/etc/passwd" or "/etc/group" or "/etc/shadow" or "/etc/gshadow") ? Outcome.False : Outcome.Unknown;
            case "db_get" or "db_metaget" or "db_fget" or "db_input" or "db_go" or "db_subst" or "db_set":
                state["RET"] = null;
                return Outcome.Unknown;
            default:
                return effects.Read(name, arguments, state) ?? Needless(name, arguments) ?? Skipped(name);
        }
    }

    /// <summary>Reads the redirections of a command that is understood.</summary>
    /// <param name="redirects">Operators with targets, null where not known.</param>
    /// <param name="output">What the command prints, null where not known.</param>
    /// <param name="state">Where it stands.</param>
    /// <returns>False when something would be written that is not known.</returns>
    public bool TryRedirect(IReadOnlyList<(string Operator, string? Target)> redirects, string? output, ScriptState state)
    {
        foreach (var (symbol, target) in redirects)
        {
            if (symbol is "<" or "<<" or "<&" or ">&" || (target is not null && HostPaths.Contains(target)))
                continue;
            if (target is null || !effects.TryWrite(target, output, appends: symbol == ">>", state))
                return false;
        }

        return true;
    }

    private static bool IsNeedless(string name, List<string?> arguments) => name switch
    {
        "sed" or "perl" when arguments.Exists(argument => argument is ['-', 'i', ..] or "--in-place" or "-pi") => false,
        "perl" => arguments is ["-e", ""],
        "usermod" => !arguments.Exists(argument => argument is null or ['-', .., 'G'] or "--groups" or "-a"),
        ['p', 'y', 't', 'h', 'o', 'n', '3', ..] => arguments.Exists(argument => argument?.EndsWith("py_compile.py", StringComparison.Ordinal) == true || argument is "compileall" or "py_compile"),
        "find" => !arguments.Exists(argument => argument is "-delete" or "-execdir" or "-ok" or "-fprint")
            && (arguments.IndexOf("-exec") is var at && (at < 0 || (at + 1 < arguments.Count && arguments[at + 1] is { } program && NeedlessTools.Contains(program)))),
        "xargs" => arguments.Find(argument => argument is not ['-', ..]) is { } program && NeedlessTools.Contains(program),
        _ => NeedlessTools.Contains(name),
    };

    private static Outcome? Needless(string name, List<string?> arguments) => name switch
    {
        _ when !IsNeedless(name, arguments) => null,
        // There is nothing yet.
        "dpkg-statoverride" when arguments.Contains("--list") => Outcome.False,
        _ => Outcome.Unknown,
    };

    private Outcome? Skipped(string name)
    {
        if (ComposingTools.Contains(name))
            return Outcome.Unknown with { IsSkipped = true };
        if (SkippedTools.LossWithout(name) is not { } loss)
            return null;
        skipped.Add(new SkippedWork(name, loss));
        return Outcome.Unknown with { IsSkipped = true };
    }

    // dpkg's own tools are there whenever a script runs, and what they do is done for a root without them.
    private static Outcome HasProgram(string program)
    {
        if (EffectReader.Programs.Contains(program))
            return Outcome.True;
        return program.StartsWith('/') ? TestReader.Read(["-x", program]) : Outcome.Of(new PathQuestion('p', program));
    }

    private Outcome? Prefixed(List<string?> arguments, IReadOnlyList<(string Operator, string? Target)> redirects, ScriptState state)
    {
        var at = arguments.FindIndex(argument => argument is null || (!argument.StartsWith('-') && !argument.Contains('=')));
        return at < 0 ? Outcome.True : Read(arguments[at..], redirects, state);
    }

    private static Outcome Builtin(string name, List<string?> arguments, ScriptState state)
    {
        switch (name)
        {
            case "set" when arguments is ["--", ..]:
                state.Arguments = arguments[1..];
                break;
            case "set":
                if (arguments is [not (['-', ..] or ['+', ..]), ..])
                    state.Arguments = [null];
                break;
            case "shift":
                state.Arguments = state.Arguments.Contains(null) || arguments.Count > 0 ? [null] : [.. state.Arguments.Skip(1)];
                break;
            case "cd":
                state.Directory = arguments is [['/', ..] directory] ? directory : null;
                return Outcome.Unknown;
            default:
                foreach (var argument in arguments)
                    Assign(name, argument, state);
                break;
        }

        return name is "read" or "getopts" ? Outcome.Unknown : Outcome.True;
    }

    private static void Assign(string name, string? argument, ScriptState state)
    {
        if (argument is null)
        {
            state.Forget();
            return;
        }

        var equals = argument.IndexOf('=');
        if (equals > 0)
            state[argument[..equals]] = argument[(equals + 1)..];
        else if (name is "read" or "getopts")
            state[argument] = null;
        else if (name is "unset")
            state[argument] = "";
    }

    private static Outcome? Source(List<string?> arguments, ScriptState state)
    {
        if (arguments is ["/usr/share/debconf/confmodule"])
            return Outcome.True;
        if (arguments is [{ } library, ..] && Array.Exists(Libraries, library.StartsWith))
            return Outcome.True;

        // Settings: they may assign anything, and do nothing.
        if (arguments is [{ } file] && (file.StartsWith("/etc/default/", StringComparison.Ordinal) || file.StartsWith("/etc/blends/", StringComparison.Ordinal) || file is "/etc/os-release" or "/usr/lib/os-release"))
        {
            state.Forget();
            return Outcome.Unknown;
        }

        return null;
    }

    private static Outcome Printing(string name, List<string?> arguments, IReadOnlyList<(string Operator, string? Target)> redirects)
    {
        var known = !arguments.Contains(null);
        string? output = name switch
        {
            "echo" when known && arguments is ["-n", ..] => string.Join(' ', arguments.Skip(1)),
            "echo" when known && arguments is not ["-e", ..] && !arguments.Exists(argument => argument!.Contains('\\')) => string.Join(' ', arguments) + "\n",
            "printf" when known => Printf(arguments!),
            "cat" when arguments.Count == 0 && redirects.FirstOrDefault(redirect => redirect.Operator == "<<") is { Target: { } document } => document,
            "basename" when arguments is [{ } path] => path.TrimEnd('/').Split('/')[^1] + "\n",
            "dirname" when arguments is [{ } path] && path.TrimEnd('/').LastIndexOf('/') is > 0 and var slash => path[..slash] + "\n",
            // Whatever its name is, it is a file of the host.
            "mktemp" or "tempfile" when known && !arguments.Exists(argument => argument!.StartsWith('/') && !HostPaths.Contains(argument)) => "/tmp/mktemp\n",
            _ => null,
        };
        return new Outcome(name is "cat" or "mktemp" ? Truth.Unknown : Truth.True) { WhenTrue = name == "cat" ? null : [], Output = output };
    }

    // As far as it only joins: %s, %%, \n and \t.
    private static string? Printf(List<string> arguments)
    {
        if (arguments.Count == 0)
            return null;
        var next = 1;
        var output = new System.Text.StringBuilder();
        for (var i = 0; i < arguments[0].Length; i++)
        {
            var c = arguments[0][i];
            if (c is not ('%' or '\\'))
            {
                output.Append(c);
                continue;
            }

            switch (arguments[0].AsSpan(i, Math.Min(2, arguments[0].Length - i)))
            {
                case "%s":
                    output.Append(next < arguments.Count ? arguments[next++] : "");
                    break;
                case "%%":
                    output.Append('%');
                    break;
                case "\\n":
                    output.Append('\n');
                    break;
                case "\\t":
                    output.Append('\t');
                    break;
                default:
                    return null;
            }

            i++;
        }

        return next >= arguments.Count ? output.ToString() : null;
    }

    private Outcome? Packaging(string name, List<string?> arguments)
    {
        switch (name)
        {
            case "dpkg" when arguments is ["--compare-versions", { } one, { } relation, { } two]:
                return Outcome.Of(EmptyVersion.Compare(one, relation, two));
            case "dpkg" when arguments is ["--compare-versions", ..]:
                return Outcome.Unknown;
            case "dpkg" when arguments is ["--print-architecture"]:
                return Outcome.True with { Output = architecture is null or "all" ? null : architecture + "\n" };
            case "dpkg" when arguments is [['-', '-', 'a', 's', 's', 'e', 'r', 't', ..], ..]:
                return Outcome.True;
            case "dpkg" when arguments is ["-L" or "--listfiles" or "-l" or "--list" or "-s" or "--status" or "-S" or "--search" or "--print-foreign-architectures" or "--version" or "--verify" or "-V", ..]:
                return Outcome.Unknown;
            case "dpkg-query":
                return Outcome.Unknown;
            case "dpkg-architecture":
                return Outcome.Unknown;
            case "dpkg-maintscript-helper":
                return arguments is ["supports", ..] ? Outcome.True : MaintscriptHelper(arguments);
            default:
                return null;
        }
    }

    // rm_conffile, mv_conffile, symlink_to_dir and dir_to_symlink: work for upgrades from before a version.
    private static Outcome? MaintscriptHelper(List<string?> arguments) =>
        arguments is ["rm_conffile" or "mv_conffile" or "symlink_to_dir" or "dir_to_symlink", ..] ? Outcome.True : null;
}
