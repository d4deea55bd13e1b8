namespace EnvCompiler.TestKit.Crashes;

/// <summary>What a writer left.</summary>
public enum WriterState
{
    /// <summary>All is as it was before.</summary>
    Old,

    /// <summary>All is done.</summary>
    New,
}
