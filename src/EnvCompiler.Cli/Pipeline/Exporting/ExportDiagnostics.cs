using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Cli.Pipeline.Exporting;

/// <summary>Problems of <c>envc export</c>: ENVC0980 to ENVC0999.</summary>
internal static class ExportDiagnostics
{
    internal static Diagnostic NoServices(string directory) =>
        new("ENVC0980", $"the environment in `{directory}` has no services") { Hint = "add one to `[services]` of the manifest: a unit or a job runs a service" };

    internal static Diagnostic UnwritablePath(string path) =>
        new("ENVC0981", $"the path `{path}` has a control character, which no unit file can hold") { Hint = "move the environment or the store to another directory" };

    internal static Diagnostic NotHostStore(string store, string hostStore) =>
        new("ENVC0982", $"the store `{store}` is one user's, and units of the system use the host's")
        {
            Hint = $"run it with `ENVC_STORE={hostStore}`, or write units of your own with `--user`",
        };

    internal static Diagnostic NotRootUser(string directory) =>
        new("ENVC0983", $"only the root user can write units to `{directory}`") { Hint = "run it with `sudo`, or with `--user` for units of your own" };

    internal static Diagnostic ManagerNotTold(string command, string reason) =>
        new("ENVC0984", $"the files of the units are as they should be, but `{command}` failed: {reason}")
        {
            Severity = Severity.Warning,
            Hint = $"run `{command}`",
        };

    internal static Diagnostic UnitNameTooLong(string unit, int most) =>
        new("ENVC0985", $"the name `{unit}` is longer than the {most} characters that the name of a unit can have") { Hint = "`--name NAME` gives the environment a shorter name" };

    internal static Diagnostic SecretMissing(string name, string file) =>
        new("ENVC0986", $"the secret `{name}` has no value, and its units do not start without it")
        {
            Severity = Severity.Warning,
            Hint = $"write it to `{file}` (mode 0600)",
        };

    internal static Diagnostic HiddenStore(string store, string place) =>
        new("ENVC0987", $"the store `{store}` lies below `{place}`, of which each unit has its own") { Hint = "have the store elsewhere, with `ENVC_STORE=…` for this command and for `envc build`" };

    internal static Diagnostic NotStopped(string command, string reason) =>
        new("ENVC0988", $"no unit was changed, because `{command}` failed and what goes may still run: {reason}")
        {
            Hint = $"run `{command}` where it reaches the service manager (of a user: with `XDG_RUNTIME_DIR`, as in a login), then this again",
        };

    internal static Diagnostic NoDriver(Target target) =>
        new("ENVC0989", $"this host has no driver for `{target}`, so units of it have none and do not start")
        {
            Severity = Severity.Warning,
            Hint = "write the units on the host that they are for, after its driver is installed (`envc doctor` looks for it)",
        };

    internal static Diagnostic ImageUnknown(Target target, bool isSeveral) =>
        new("ENVC0990", $"nobody says where the image of `{target}` is")
        {
            Hint = $"`envc containerize --push REF` brings it to a registry; then `--image REF`, or `--image {(isSeveral ? $"{target.Accelerator}=" : "")}REF@sha256:…`",
        };

    internal static Diagnostic OtherDirectory(string directory) =>
        new("ENVC0991", $"the directory `{directory}` has YAML that no export of envc made") { Hint = "name an empty one, or one that is not there" };
}
