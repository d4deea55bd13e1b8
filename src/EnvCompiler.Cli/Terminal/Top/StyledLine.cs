namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>A line of the screen.</summary>
/// <param name="Text">Without control characters, not longer than the screen is wide.</param>
/// <param name="Style">How it looks.</param>
internal readonly record struct StyledLine(string Text, LineStyle Style = LineStyle.Plain);
