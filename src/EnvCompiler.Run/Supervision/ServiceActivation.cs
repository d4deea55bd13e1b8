using System.Globalization;
using System.Text.Json.Serialization;

namespace EnvCompiler.Run.Supervision;

/// <summary>
/// What services of one generation are started with: sent over the control socket, never on a command line, because it holds secrets.
/// </summary>
public sealed record ServiceActivation
{
    /// <summary>Generation number.</summary>
    public required int Generation { get; init; }

    /// <summary><c>SYSTEM/ACCELERATOR</c>.</summary>
    public required string Target { get; init; }

    /// <summary>Names the start that activations share: generation and target.</summary>
    [JsonIgnore]
    public string Start => StartOf(Generation, Target);

    /// <summary>Absolute <c>.envc/generations/N/targets/T</c>: it holds <c>enter</c> and <c>services.json</c>.</summary>
    public required string TargetDirectory { get; init; }

    /// <summary>All variables of the activation, the caller's included.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>The GPUs that the activation sees; absent where no condition asks for them.</summary>
    public ServiceGpus? Gpus { get; init; }

    /// <summary>
    /// The targets that its GPUs need, its own among them: a service that is given GPUs runs as their target. Empty where all GPUs are of one kind.
    /// </summary>
    public IReadOnlyList<ServiceTarget> Targets { get; init => field = value ?? []; } = [];

    /// <summary>Names whose value comes from a <c>[vars]</c> default: a service's settings are stronger than these.</summary>
    public IReadOnlyList<string> Defaulted { get; init => field = value ?? []; } = [];

    /// <summary>Names of secret variables; their values are redacted from the logs.</summary>
    public IReadOnlyList<string> Secrets { get; init => field = value ?? []; } = [];

    /// <summary>Absolute path of a bash script to run in the default group's root after the last activation has left, or null.</summary>
    public string? OnDeactivate { get; init; }

    /// <summary>The group whose root <see cref="OnDeactivate"/> runs in.</summary>
    public string? Group { get; init; }

    /// <summary>The same activation as one of <see cref="Targets"/>: what lies in the target's directories is that target's.</summary>
    internal ServiceActivation As(ServiceTarget other)
    {
        if (other.Target == Target || Targets.FirstOrDefault(target => target.Target == Target) is not { } own)
            return this;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Variables)
            variables.Add(name, MovePaths(value, own.EnvironmentDirectory, other.EnvironmentDirectory));
        variables["ENVC_TARGET"] = other.Target;
        return this with { Target = other.Target, TargetDirectory = other.TargetDirectory, Variables = variables };
    }

    // Of a list of paths, those that are or lie in the directory.
    private static string MovePaths(string value, string from, string to) => !value.Contains(from, StringComparison.Ordinal)
        ? value
        : string.Join(':', value.Split(':').Select(path =>
            path == from || path.StartsWith(from + "/", StringComparison.Ordinal) ? string.Concat(to, path.AsSpan(from.Length)) : path));

    /// <summary>The name of a start.</summary>
    internal static string StartOf(int generation, string target) => $"{generation.ToString(CultureInfo.InvariantCulture)} {target}";
}
