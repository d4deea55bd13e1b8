namespace EnvCompiler.Model.Steps;

/// <summary><c>NAME=VALUE</c>.</summary>
public sealed record StepAssignment(string Name, StepWord Value);
