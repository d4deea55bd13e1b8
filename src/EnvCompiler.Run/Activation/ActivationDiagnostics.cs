using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation.Ways;

namespace EnvCompiler.Run.Activation;

/// <summary>Problems of activation, ENVC0501 to ENVC0549.</summary>
public static class ActivationDiagnostics
{
    internal const string CommandNotFoundCode = "ENVC0511";
    internal const string CommandNotExecutableCode = "ENVC0512";

    internal static Diagnostic RootMissing(string group, string store) =>
        new("ENVC0501", $"the root of group `{group}` is not in the store `{store}`")
        {
            Hint = "run `envc build`",
        };

    internal static Diagnostic StorePath(string store) =>
        new("ENVC0541", $"the path of the store, `{store}`, has a colon, a semicolon or a line break, where the dynamic loader ends a path")
        {
            Hint = "name another directory in `ENVC_STORE`",
        };

    internal static Diagnostic ProjectPath(string project) =>
        new("ENVC0542", $"the path of the environment, `{project}`, has a colon or a line break, which no element of `PATH` can have")
        {
            Hint = "rename or move the directory",
        };

    internal static Diagnostic NoTarget(string wanted, IEnumerable<string> present) =>
        new("ENVC0502", $"the lock has no target `{wanted}`, which `ENVC_TARGET` names")
        {
            Hint = NearNames.Hint(wanted, present) ?? $"targets: {string.Join(", ", present)}",
        };

    internal static Diagnostic NoTargetForHost(string system) =>
        new("ENVC0503", $"the lock has no target for `{system}`")
        {
            Hint = $"add `{system}` to `options.systems`",
        };

    internal static Diagnostic SecretMissing(string name, string file) =>
        new("ENVC0504", $"the secret `{name}` has no value")
        {
            Severity = Severity.Warning,
            Hint = $"export `{name}`, or write it to `{file}` with mode 0600",
        };

    internal static Diagnostic SecretUnsafe(string name, string file) =>
        new("ENVC0505", $"others can read the secret `{name}`")
        {
            Hint = $"run `chmod 600 {file}`, and replace the secret if they may have read it",
        };

    internal static Diagnostic UnknownGenerator(string name, string generator) =>
        new("ENVC0506", $"the secret `{name}` cannot be generated as `{generator}`")
        {
            Hint = "the generator is `hex32`",
        };

    internal static Diagnostic HookFailed(int exitCode) =>
        new("ENVC0507", $"hook.on-activate ended with exit code {exitCode}")
        {
            Hint = "what it printed is above",
        };

    internal static Diagnostic HookEndedEarly() =>
        new("ENVC0508", "hook.on-activate did not come to its end")
        {
            Hint = "it must not use `exit` or `exec`",
        };

    internal static Diagnostic VariableFailed(string name, int exitCode) =>
        new("ENVC0509", $"bash could not expand the variable `{name}` (exit code {exitCode})")
        {
            Hint = "what it printed is above",
        };

    internal static Diagnostic CommandNotFound(string command, IEnumerable<string> known) =>
        new(CommandNotFoundCode, $"there is no command `{command}` in the environment")
        {
            Hint = NearNames.Hint(command, known, 3) ?? "add its package to `[install]`",
        };

    internal static Diagnostic CommandNotExecutable(string command) =>
        new(CommandNotExecutableCode, $"`{command}` is not executable");

    internal static Diagnostic NoGroup() =>
        new("ENVC0513", "the environment has no packages, so there is no root to run a command in")
        {
            Hint = "run `envc install PACKAGE`",
        };

    internal static Diagnostic NoGeneration(string directory) =>
        new("ENVC0514", $"`{directory}` has not been built yet")
        {
            Hint = "run `envc build`",
        };

    internal static Diagnostic ShellNotSupported(string shell) =>
        new("ENVC0515", $"`{shell}` gets the variables, and neither profile scripts nor `deactivate`")
        {
            Severity = Severity.Warning,
            Hint = "bash, zsh, fish and POSIX shells get all; leave this one with `exit`",
        };

    internal static Diagnostic NoShellInRoot(string group) =>
        new("ENVC0530", $"the root of group `{group}` has no bash to be the shell of `--enter`")
        {
            Hint = "run `envc install bash`",
        };

    /// <summary>Inside a hook, something that would wait for that hook's end.</summary>
    public static Diagnostic InsideHook(string what) =>
        new("ENVC0531", $"a hook cannot {what}: that waits for the activation, which waits for the hook")
        {
            Hint = "`services.auto-start = true` starts services after the hook; `envc activate -s` does it once",
        };

    /// <summary>A shell of the same generation and target inside itself.</summary>
    public static Diagnostic AlreadyActive(string name) =>
        new("ENVC0532", $"`{name}` is active in this shell already")
        {
            Hint = "leave it with `deactivate` first; `envc activate -- CMD` runs a command in it",
        };

    internal static Diagnostic NoWayIn(IReadOnlyList<WayVerdict> verdicts) =>
        new("ENVC0516", "no way into a root works on this host")
        {
            Details = Lines(verdicts),
            Hint = "allow user namespaces (`sysctl user.max_user_namespaces`), or ptrace for proot",
        };

    internal static Diagnostic UnknownWay(string asked) =>
        new("ENVC0517", $"`ENVC_ENTER` names `{asked}`, which is no way into a root")
        {
            Hint = NearNames.Hint(asked, WayIn.All.Select(way => way.Name)) ?? $"the ways are {string.Join(", ", WayIn.All.Select(way => way.Name))}",
        };

    internal static Diagnostic WayRefused(WayVerdict refused, IReadOnlyList<WayVerdict> verdicts) =>
        new("ENVC0518", $"`ENVC_ENTER` names the way in `{refused.Way}`, which does not work here")
        {
            Details = Lines(verdicts),
            Hint = "unset `ENVC_ENTER`: the best way that works is chosen",
        };

    internal static Diagnostic SlowWay() =>
        new("ENVC0519", "programs run under proot, which is several times slower and does not keep the root read-only")
        {
            Severity = Severity.Warning,
            Hint = "`envc status` says why the other ways do not work here",
        };

    private static IReadOnlyList<string> Lines(IReadOnlyList<WayVerdict> verdicts) =>
        [.. verdicts.Select(verdict => $"{verdict.Way}: {verdict.Reason}")];
}
