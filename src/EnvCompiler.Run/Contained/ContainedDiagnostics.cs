using EnvCompiler.Model.Contained;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation.Targets;

namespace EnvCompiler.Run.Contained;

/// <summary>Problems of the launcher where no envc is: ENVC0630 to ENVC0639.</summary>
internal static class ContainedDiagnostics
{
    private const string GiveGpus = "give the container its GPUs (`--gpus all`, `nvidia.com/gpu`)";

    internal static Diagnostic Unreadable(string path, string reason) =>
        new("ENVC0630", $"`{path}` is not what this launcher can run: {reason}") { Hint = "make the image, unit or pod again with the envc that this launcher is of" };

    internal static Diagnostic UnknownService(string name, IEnumerable<string> known) =>
        new("ENVC0631", $"there is no service `{name}`") { Hint = $"there are {string.Join(", ", known.Select(each => $"`{each}`"))}" };

    internal static Diagnostic NoServices(ContainedEnvironment environment) =>
        new("ENVC0632", $"`{environment.Name}` has no services for `{environment.Target}`") { Hint = "name a command to run in place of the launcher's" };

    internal static Diagnostic AllSkipped(IReadOnlyList<string> reasons) =>
        new("ENVC0633", "no service is to be started here") { Details = reasons };

    internal static Diagnostic OtherDevices(ContainedEnvironment environment, IReadOnlyList<string> devices) =>
        new("ENVC0634", $"this is for `{environment.Target}`, and no GPU of that kind can be used here")
        {
            Details = devices,
            Hint = $"{GiveGpus}, or run what was made for the target of this host",
        };

    internal static Diagnostic OtherTarget(ContainedEnvironment environment, TargetChoice choice) =>
        new("ENVC0635", $"this is for `{environment.Target}`, and the target here is `{choice.Target}`: {choice.Reason}")
        {
            Hint = choice.Target.Sm is null ? $"{GiveGpus}, or run what was made for `{choice.Target}`" : $"run what was made for `{choice.Target}`",
        };

    internal static Diagnostic SecretMissing(string name, IReadOnlyList<string> places, Severity severity) =>
        new("ENVC0636", $"the secret `{name}` has no value")
        {
            Severity = severity,
            Hint = $"set the variable, or mount it as {string.Join(" or ", places.Select(place => $"`{place}`"))}",
        };

    internal static Diagnostic SecretUnreadable(string name, string path, string reason) =>
        new("ENVC0637", $"the secret `{name}` cannot be read from `{path}`: {reason}");

    internal static Diagnostic NowhereToWrite(string directory, string reason) =>
        new("ENVC0638", $"`{directory}` cannot be made, and sockets need it: {reason}") { Hint = "mount a tmpfs at `/tmp` (or at `/run` for uid 0)" };

    internal static Diagnostic NotRunning(string socket) =>
        new("ENVC0639", $"no launcher answers on `{socket}`");
}
