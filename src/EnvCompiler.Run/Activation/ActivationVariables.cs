using System.Globalization;
using System.Threading;
using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Layout;
using EnvCompiler.Run.Activation.Changes;

namespace EnvCompiler.Run.Activation;

/// <summary>The variables of one activation, set one after the other over the caller's.</summary>
/// <param name="activation">What is activated; its variables are the caller's.</param>
/// <param name="secrets">Where secrets are.</param>
internal sealed class ActivationVariables(PreparedActivation activation, SecretStore secrets)
{
    private readonly Dictionary<string, string> values = new(activation.Variables, StringComparer.Ordinal);
    private readonly List<string> defaulted = [];
    private readonly List<string> secretNames = [];
    private readonly List<Diagnostic> warnings = [];
    private readonly List<VariableChange> changes = [];

    /// <summary>All variables.</summary>
    internal IReadOnlyDictionary<string, string> Values => values;

    /// <summary>What was done to the caller's, in order.</summary>
    internal IReadOnlyList<VariableChange> Changes => changes;

    /// <summary>Names set by a default alone.</summary>
    internal IReadOnlyList<string> Defaulted => defaulted;

    /// <summary>Names of secrets with a value.</summary>
    internal IReadOnlyList<string> Secrets => secretNames;

    /// <summary>Secrets without a value.</summary>
    internal IReadOnlyList<Diagnostic> Warnings => warnings;

    /// <summary>Sets envc's own names, PATH and <c>[vars]</c>.</summary>
    /// <returns>What is wrong; empty when all are set.</returns>
    internal async Task<IReadOnlyList<Diagnostic>> SetAsync(CancellationToken cancellation)
    {
        foreach (var change in OwnChanges(activation))
            Change(change);
        foreach (var variable in activation.Spec.Vars)
        {
            if (await SetAsync(variable, cancellation) is { } problem)
                return [problem];
        }

        return [];
    }

    /// <summary>Makes one more change, of a hook.</summary>
    internal void Change(VariableChange change)
    {
        change.ApplyTo(values);
        changes.Add(change);
    }

    /// <summary>What sets envc's own names and PATH.</summary>
    internal static IReadOnlyList<VariableChange> OwnChanges(PreparedActivation activation)
    {
        var layout = activation.Generation.Layout;
        var env = activation.Facts.Env(activation.Generation.Number, activation.Choice.Target);
        var own = new List<VariableChange>();
        foreach (var prefix in (ReadOnlySpan<string>)["ENVC_ENV", "FLOX_ENV"])
        {
            own.Add(VariableChange.Set(prefix, env));
            own.Add(VariableChange.Set($"{prefix}_CACHE", layout.Cache));
            own.Add(VariableChange.Set($"{prefix}_PROJECT", layout.Directory));
            own.Add(VariableChange.Set($"{prefix}_DESCRIPTION", activation.Spec.Description ?? ""));
            own.Add(VariableChange.Prepend($"{prefix}_DIRS", env));
        }

        own.Add(VariableChange.Set("ENVC_GENERATION", activation.Generation.Number.ToString(CultureInfo.InvariantCulture)));
        if (activation.IsPinned)
            own.Add(VariableChange.Set(PinnedGeneration.Variable, activation.Generation.Number.ToString(CultureInfo.InvariantCulture)));
        else if (activation.Variables.ContainsKey(PinnedGeneration.Variable))
            own.Add(VariableChange.Unset(PinnedGeneration.Variable));
        own.Add(VariableChange.Set("ENVC_TARGET", activation.Choice.Target.ToString()));
        if (activation.Choice.Target.Sm is not null)
            own.AddRange(CudaCache(layout.CudaCache).Where(change => !activation.Variables.ContainsKey(change.Name)));
        // What an outer activation's hook had put in front of the PATH of its own root.
        if (activation.Variables.ContainsKey("ENVC_HOOK_PATH"))
            own.Add(VariableChange.Unset("ENVC_HOOK_PATH"));
        own.Add(VariableChange.Prepend("PATH", $"{env}/bin"));
        return own;
    }

    // What the driver compiles of PTX is kept with the environment.
    private static VariableChange[] CudaCache(string directory) =>
        [VariableChange.Set("CUDA_CACHE_PATH", directory), VariableChange.Set("CUDA_CACHE_MAXSIZE", EnvironmentLayout.CudaCacheSize)];

    private void Set(string name, string value) => Change(VariableChange.Set(name, value));

    private async Task<Diagnostic?> SetAsync(ActivationVariable variable, CancellationToken cancellation)
    {
        if (variable.Secret)
            return SetSecret(variable);
        if (variable.Value is null && values.ContainsKey(variable.Name))
            return null;
        var text = variable.Value ?? variable.Default ?? "";
        if (!variable.NeedsShell)
        {
            Set(variable.Name, VariableExpansion.Expand(text, values));
        }
        else if (activation.Spec.DefaultGroup is not { } group)
        {
            return ActivationDiagnostics.NoGroup();
        }
        else
        {
            var (exitCode, output) = await BashText.ExpandAsync([activation.EnterPath, group, "bash"], text, values, cancellation);
            if (exitCode != 0)
                return ActivationDiagnostics.VariableFailed(variable.Name, exitCode);
            Set(variable.Name, output);
        }

        if (variable.Value is null)
            defaulted.Add(variable.Name);
        return null;
    }

    private Diagnostic? SetSecret(ActivationVariable variable)
    {
        if (!values.ContainsKey(variable.Name))
        {
            var read = secrets.Read(variable);
            if (!read.TryGet(out var value, out var problems))
                return problems[0];
            warnings.AddRange(read.Diagnostics);
            if (value is null)
                return null;
            Set(variable.Name, value);
        }

        secretNames.Add(variable.Name);
        return null;
    }
}
