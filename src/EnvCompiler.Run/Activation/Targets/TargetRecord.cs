using EnvCompiler.Host.Files;
using EnvCompiler.Model.Layout;
using EnvCompiler.Model.Targets;

namespace EnvCompiler.Run.Activation.Targets;

/// <summary>
/// The choice as <see cref="HostFactsLayout.Target"/> has it, a line each: target, boot id, driver, <c>CUDA_VISIBLE_DEVICES</c> (<c>-</c> where unset, <c>*</c>
/// where it does not matter), <c>chosen</c> or <c>fallback</c>, reason. It holds while boot, driver and visible devices are the same, so that the sourced script need not ask.
/// </summary>
internal static class TargetRecord
{
    private const string AnyDevices = "*";
    private const string Fallback = "fallback";

    /// <summary>The recorded choice where it still holds, a fallback among them; null where the host must be looked at.</summary>
    internal static TargetChoice? Read(HostFactsLayout facts, IReadOnlyDictionary<string, string> callerVariables)
    {
        if (!File.Exists(facts.Target) || File.ReadAllLines(facts.Target) is not { Length: 6 } lines || !Target.TryParse(lines[0], out var target))
            return null;
        var devices = lines[3];
        var holds = lines[1] == BootId() && lines[2] == DriverVersion() && (devices == AnyDevices || devices == Devices(callerVariables));
        return holds ? new TargetChoice(target, lines[5]) { IsAmongAccelerators = devices != AnyDevices, IsFallback = lines[4] == Fallback } : null;
    }

    /// <summary>Writes a choice; nothing where it is there already.</summary>
    internal static void Write(HostFactsLayout facts, TargetChoice choice, IReadOnlyDictionary<string, string> callerVariables, FileWriter writer)
    {
        var devices = choice is { IsAmongAccelerators: true, IsNamed: false } ? Devices(callerVariables) : AnyDevices;
        var text = $"{choice.Target}\n{BootId()}\n{DriverVersion()}\n{devices}\n{(choice.IsFallback ? Fallback : "chosen")}\n{choice.Reason}\n";
        writer.ReplaceIfChanged(choice.IsNamed ? facts.NamedTarget : facts.Target, text);
    }

    // A line break would end the line; no device has one in its name.
    private static string Devices(IReadOnlyDictionary<string, string> callerVariables) =>
        callerVariables.TryGetValue("CUDA_VISIBLE_DEVICES", out var devices) ? devices.ReplaceLineEndings(" ") : "-";

    private static string BootId() => File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();

    private static string DriverVersion() =>
        File.Exists("/sys/module/nvidia/version") ? File.ReadAllText("/sys/module/nvidia/version").Trim() : "none";
}
