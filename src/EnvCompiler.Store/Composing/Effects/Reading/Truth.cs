namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>What is known of a condition before anything is installed.</summary>
internal enum Truth
{
    /// <summary>It depends on what the reader does not see.</summary>
    Unknown,

    /// <summary>It holds on every first installation.</summary>
    True,

    /// <summary>It holds on no first installation.</summary>
    False,
}
