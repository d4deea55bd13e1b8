using EnvCompiler.Cli.Terminal;

namespace EnvCompiler.Cli.Tests;

/// <summary>A user interface that remembers what was said.</summary>
internal sealed class Talk
{
    public StringWriter Output { get; } = new() { NewLine = "\n" };

    public StringWriter Error { get; } = new() { NewLine = "\n" };

    public UserInterface Interface(bool terminal = false, bool noColor = false) => new(() => Output, () => Error, () => terminal, noColor);
}
