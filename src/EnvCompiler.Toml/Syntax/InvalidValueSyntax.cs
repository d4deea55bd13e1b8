namespace EnvCompiler.Toml.Syntax;

/// <summary>A value that could not be parsed; recovery skipped it.</summary>
public sealed class InvalidValueSyntax(int start, int end) : ValueSyntax(start, end);
