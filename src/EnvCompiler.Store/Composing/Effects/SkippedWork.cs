namespace EnvCompiler.Store.Composing.Effects;

/// <summary>A program that a script runs and a root has to do without.</summary>
/// <param name="Program">Its name.</param>
/// <param name="Loss">What the root misses, a clause.</param>
public sealed record SkippedWork(string Program, string Loss);
