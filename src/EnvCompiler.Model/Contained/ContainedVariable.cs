using EnvCompiler.Model.Generations;
using EnvCompiler.Model.Steps;

namespace EnvCompiler.Model.Contained;

/// <summary>A variable of <c>[vars]</c> in a contained form.</summary>
/// <param name="Definition">As activation sets it.</param>
public sealed record ContainedVariable(ActivationVariable Definition)
{
    /// <summary>The variable that <see cref="Steps"/> assign the value to.</summary>
    public const string ValueName = "_envc_value";

    /// <summary>Of one whose text holds more than names: an assignment of its value to <see cref="ValueName"/>; null where bash must expand it, or nothing needs to.</summary>
    public Step? Steps { get; init; }
}
