namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>What a key asks for.</summary>
internal enum TopKey
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Up or k.</summary>
    Up,

    /// <summary>Down or j.</summary>
    Down,

    /// <summary>r.</summary>
    Restart,

    /// <summary>s.</summary>
    Stop,

    /// <summary>a.</summary>
    Start,

    /// <summary>l or Enter.</summary>
    Logs,

    /// <summary>Escape: back.</summary>
    Back,

    /// <summary>q: back, and from the table out.</summary>
    Quit,
}
