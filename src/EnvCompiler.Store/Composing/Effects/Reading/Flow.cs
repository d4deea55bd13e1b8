namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary>Where a script goes on.</summary>
internal enum Flow
{
    /// <summary>At the next command.</summary>
    Next,

    /// <summary>Behind the loop or function.</summary>
    Leave,

    /// <summary>Nowhere: it ended with success.</summary>
    Exit,

    /// <summary>Nowhere: it ended with failure, and there would be no installation.</summary>
    Failure,
}
