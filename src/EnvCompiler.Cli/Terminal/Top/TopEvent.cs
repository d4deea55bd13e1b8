namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>Something that changes the screen.</summary>
internal abstract record TopEvent
{
    private TopEvent()
    {
    }

    /// <summary>A key.</summary>
    internal sealed record Pressed(TopKey Key) : TopEvent;

    /// <summary>A new look at the services.</summary>
    internal sealed record Looked(TopSnapshot Shown) : TopEvent;

    /// <summary>What became of an action.</summary>
    internal sealed record Said(string Message) : TopEvent;

    /// <summary>The last lines of the log that is followed.</summary>
    internal sealed record Logged(string Service, IReadOnlyList<string> Lines) : TopEvent;

    /// <summary>The screen has another size.</summary>
    internal sealed record Resized : TopEvent;

    /// <summary>The terminal has gone, or a signal says so.</summary>
    internal sealed record Ended(int ExitCode) : TopEvent;
}
