namespace EnvCompiler.Run.Supervision.Explaining;

/// <summary>A value that one source has for a variable.</summary>
/// <param name="Source">The source.</param>
/// <param name="Text">The value; <c>***</c> where it is secret, as written in the manifest where bash expands it at activation.</param>
public sealed record VariableValue(VariableSource Source, string Text);
