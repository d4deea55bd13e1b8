namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>The values of a variable where two ways meet that parted by one question to the root.</summary>
/// <param name="Test">The question.</param>
/// <param name="Met">The value where it is met.</param>
/// <param name="Otherwise">The value where it is not.</param>
internal sealed record TwoValues(PathTest Test, string Met, string Otherwise);
