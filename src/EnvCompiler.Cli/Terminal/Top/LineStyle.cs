namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>How a line looks; the words say the same.</summary>
internal enum LineStyle
{
    /// <summary>As any text.</summary>
    Plain,

    /// <summary>Column heads, titles.</summary>
    Head,

    /// <summary>Less important.</summary>
    Dim,

    /// <summary>On its way: starting, stopping.</summary>
    Changing,

    /// <summary>Failed.</summary>
    Bad,

    /// <summary>The service that keys act on.</summary>
    Chosen,
}
