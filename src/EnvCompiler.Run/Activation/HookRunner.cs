using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Run.Activation.Changes;

namespace EnvCompiler.Run.Activation;

/// <summary>Runs <c>hook.on-activate</c> inside the default group's root and takes what it exported (<c>templates/generation/capture.bash</c>).</summary>
/// <param name="bash">How bash is started in the default group's root: an absolute path and its first arguments.</param>
/// <param name="project">The environment's directory.</param>
/// <param name="directory">Absolute directory of <c>capture</c> and <c>on-activate</c>.</param>
public sealed class HookRunner(IReadOnlyList<string> bash, string project, string directory)
{
    /// <summary>Set while a hook runs: what would wait for that hook's end refuses at once.</summary>
    internal const string Marker = "ENVC_HOOK_OF";

    /// <summary>Whether these variables are a hook's of an environment.</summary>
    /// <param name="variables">Variables.</param>
    /// <param name="project">The environment's directory.</param>
    public static bool IsInside(IReadOnlyDictionary<string, string> variables, string project) =>
        variables.TryGetValue(Marker, out var marked) && marked == project;

    /// <summary>What the hook changed.</summary>
    internal async Task<Result<IReadOnlyList<VariableChange>>> RunAsync(
        IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var marked = new Dictionary<string, string>(variables, StringComparer.Ordinal) { [Marker] = project };
        var (exitCode, output) = await RootCommand.CaptureAsync(
            bash[0], [.. bash.Skip(1), $"{directory}/capture", "nul", $"{directory}/on-activate"], marked, cancellation);
        if (exitCode != 0)
            return ActivationDiagnostics.HookFailed(exitCode);
        if (VariableChanges.Read(output) is not { } changes)
            return ActivationDiagnostics.HookEndedEarly();
        return Result<IReadOnlyList<VariableChange>>.Success([.. changes.SelectMany(Outside)]);
    }

    // What the hook put in front of the PATH of the root counts outside as well.
    private static IEnumerable<VariableChange> Outside(VariableChange change) =>
        change is { Name: PathOfHook, Kind: VariableChangeKind.Set } ? [change, VariableChange.Prepend("PATH", change.Value)] : [change];

    private const string PathOfHook = "ENVC_HOOK_PATH";
}
