namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>What a script may have ended on a way that was not followed to here.</summary>
[Flags]
internal enum EarlyEnds
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The loop or function.</summary>
    OfBlock,

    /// <summary>The script.</summary>
    OfScript,
}
