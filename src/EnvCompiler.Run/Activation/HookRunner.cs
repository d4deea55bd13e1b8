using System.Threading;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Run.Activation;

/// <summary>Runs <c>hook.on-activate</c> inside the default group's root and takes over what it exported (<c>templates/generation/capture.bash</c>).</summary>
/// <param name="enter">Absolute path of <c>enter</c>.</param>
/// <param name="group">The default group.</param>
/// <param name="generation">Absolute directory of the generation.</param>
internal sealed class HookRunner(string enter, string group, string generation)
{
    /// <summary>The variables after the hook.</summary>
    internal async Task<Result<IReadOnlyDictionary<string, string>>> RunAsync(
        IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var (exitCode, output) = await RootCommand.CaptureAsync(
            enter, [group, "bash", $"{generation}/hook/capture", "nul", $"{generation}/hook/on-activate"], variables, cancellation);
        if (exitCode != 0)
            return ActivationDiagnostics.HookFailed(exitCode);
        var records = output.Split('\0');
        if (records is not [.., "!", ""])
            return ActivationDiagnostics.HookEndedEarly();
        return Apply(records, variables);
    }

    private static Dictionary<string, string> Apply(string[] records, IReadOnlyDictionary<string, string> variables)
    {
        var changed = new Dictionary<string, string>(variables, StringComparer.Ordinal);
        foreach (var record in records)
        {
            if (record.StartsWith('-'))
                changed.Remove(record[1..]);
            else if (record.StartsWith('=') && record.IndexOf('=', 1) is > 0 and var separator)
                changed[record[1..separator]] = record[(separator + 1)..];
        }

        // What the hook put in front of the PATH of the root counts outside as well.
        if (changed.TryGetValue("ENVC_HOOK_PATH", out var front))
            changed["PATH"] = $"{front}:{changed.GetValueOrDefault("PATH")}";
        return changed;
    }
}
