namespace EnvCompiler.Compile.Steps;

/// <summary>Names that mean something to bash (bash(1), "Shell Variables", "RESERVED WORDS", "SHELL BUILTIN COMMANDS").</summary>
internal static class ShellNames
{
    /// <summary>Variables that bash sets by itself, or by which it does things differently.</summary>
    internal static readonly IReadOnlySet<string> Special = new HashSet<string>(StringComparer.Ordinal)
    {
        "_", "CDPATH", "COMP_WORDS", "COPROC", "DIRSTACK", "ENV", "EPOCHREALTIME", "EPOCHSECONDS", "EUID", "EXECIGNORE", "FIGNORE", "FUNCNAME", "GLOBIGNORE", "GLOBSORT", "GROUPS",
        "HISTCMD", "HOSTNAME", "HOSTTYPE", "IFS", "LINENO", "MACHTYPE", "MAPFILE", "OLDPWD", "OPTARG", "OPTERR", "OPTIND", "OSTYPE", "PIPESTATUS", "POSIXLY_CORRECT", "PPID", "PS4", "PWD",
        "RANDOM", "READLINE_LINE", "REPLY", "SECONDS", "SHELL", "SHELLOPTS", "SHLVL", "SRANDOM", "TERM", "TIMEFORMAT", "TMOUT", "UID", "histchars",
    };

    /// <summary>Words that are no programs to bash and that no step does.</summary>
    internal static readonly IReadOnlySet<string> Words = new HashSet<string>(StringComparer.Ordinal)
    {
        "!", ".", "[[", "]]", "alias", "bg", "bind", "break", "builtin", "caller", "case", "command", "compgen", "complete", "compopt", "continue", "coproc", "declare", "dirs", "disown", "do",
        "done", "elif", "else", "enable", "esac", "eval", "fc", "fg", "fi", "for", "function", "getopts", "hash", "help", "history", "if", "in", "jobs", "kill", "let", "local", "logout",
        "mapfile", "popd", "printf", "pushd", "pwd", "read", "readarray", "readonly", "return", "select", "shift", "shopt", "source", "suspend", "then", "time", "times", "trap", "type",
        "typeset", "ulimit", "umask", "unalias", "until", "wait", "while", "{", "}",
    };
}
