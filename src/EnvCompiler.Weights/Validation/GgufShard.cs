namespace EnvCompiler.Weights.Validation;

/// <summary>One file of a split model.</summary>
/// <param name="Prefix">What all names begin with, directory included.</param>
/// <param name="Number">From 1.</param>
/// <param name="Count">Files of the set.</param>
/// <param name="Digits">How wide numbers are written.</param>
/// <param name="Ending">The count as it is written, with the extension.</param>
public readonly record struct GgufShard(string Prefix, int Number, int Count, int Digits, string Ending)
{
    /// <summary>The name of another shard of the same set.</summary>
    public string Name(int number) => $"{Prefix}-{number.ToString().PadLeft(Digits, '0')}-of-{Ending}";
}
