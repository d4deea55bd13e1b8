using System.Globalization;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>How the environment is shipped: <c>[containerize]</c>, <c>[systemd]</c>, <c>[slurm]</c>.</summary>
internal static class DeploymentBinder
{
    // At which `envc-run` ends services in their order.
    private static readonly string[] StopSignals = ["SIGTERM", "SIGINT", "SIGQUIT"];

    private static readonly string[] SystemdScopes = ["system", "user"];

    internal static Containerize BindContainerize(TableReader containerize) => new() { Config = containerize.Table("config", BindConfig) ?? new ContainerConfig() };

    private static ContainerConfig BindConfig(TableReader config) => new()
    {
        User = config.Formed("user", IsUser, "a user such as `\"65532\"`, `\"app\"` or `\"1000:1000\"`"),
        ExposedPorts = Texts(config.FormedItems("exposed-ports", IsPort, "a port such as `\"8080\"` or `\"8080/tcp\"`")),
        Cmd = config.Strings("cmd") ?? [],
        Volumes = Texts(config.FormedItems("volumes", Path.IsPathRooted, "an absolute path")),
        WorkingDir = config.Formed("working-dir", Path.IsPathRooted, "an absolute path"),
        Labels = config.StringMap("labels"),
        StopSignal = config.OneOf("stop-signal", StopSignals),
    };

    internal static void CheckSystemd(TableReader systemd)
    {
        CheckUnit(systemd);
        systemd.OneOf("scope", SystemdScopes);
    }

    /// <summary>What a service's own <c>systemd</c> has too.</summary>
    internal static void CheckUnit(TableReader systemd)
    {
        systemd.Free("unit");
        systemd.Free("service");
    }

    internal static void CheckSlurm(TableReader slurm)
    {
        slurm.Text("partition");
        slurm.Text("gres");
        slurm.Formed("time", IsSlurmTime, "a time of Slurm's such as `\"30\"`, `\"4:00:00\"` or `\"2-12:00:00\"`");
        slurm.Integer("nodes", 1, 1_000_000);
    }

    private static IReadOnlyList<string> Texts(IReadOnlyList<PlacedString>? items) => [.. (items ?? []).Select(item => item.Value)];

    // What passwd(5) and group(5) can hold; what is all digits is a number that the kernel has.
    private static bool IsUser(string text) =>
        text.Split(':') is { Length: 1 or 2 } parts && parts.All(part => part.Length is > 0 and <= 32 && part[0] != '-' && part.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            && (!part.All(char.IsAsciiDigit) || int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _)));

    private static bool IsPort(string text)
    {
        var number = text.EndsWith("/tcp", StringComparison.Ordinal) || text.EndsWith("/udp", StringComparison.Ordinal) ? text[..^4] : text;
        return ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;
    }

    // sbatch(1): minutes, minutes:seconds, hours:minutes:seconds, each of the three after days and a dash.
    private static bool IsSlurmTime(string text)
    {
        var parts = text.Split('-');
        var clock = parts[^1].Split(':');
        return parts.Length <= 2 && clock.Length <= 3
            && parts[..^1].Concat(clock).All(part => part.Length is > 0 and < 8 && part.All(char.IsAsciiDigit));
    }
}
