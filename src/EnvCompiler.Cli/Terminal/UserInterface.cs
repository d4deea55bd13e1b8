using EnvCompiler.Host.Processes;
using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Everything envc says to people goes to standard error; data goes to standard output.</summary>
public sealed class UserInterface
{
    private const string Red = "\e[31m";
    private const string Yellow = "\e[33m";
    private const string Cyan = "\e[36m";
    private const string Reset = "\e[0m";

    private readonly Func<TextWriter> output;
    private readonly Func<TextWriter> error;
    private readonly Func<bool> terminal;
    private readonly bool noColor;

    /// <summary>An interface over two writers; neither is opened before something is said.</summary>
    /// <param name="output">Data.</param>
    /// <param name="error">Talk.</param>
    /// <param name="terminal">Whether <paramref name="error"/> is a terminal: progress bars and colours.</param>
    /// <param name="noColor">Whether <c>NO_COLOR</c> is set (no-color.org).</param>
    public UserInterface(Func<TextWriter> output, Func<TextWriter> error, Func<bool> terminal, bool noColor)
    {
        this.output = output;
        this.error = error;
        this.terminal = terminal;
        this.noColor = noColor;
    }

    /// <summary>Data.</summary>
    public TextWriter Output => output();

    /// <summary>Talk.</summary>
    public TextWriter Error => error();

    /// <summary>Whether <see cref="Error"/> is a terminal.</summary>
    public bool IsTerminal => terminal();

    /// <summary>Whether <see cref="Output"/> is a terminal.</summary>
    public Func<bool> OutputIsTerminal { get; init; } = () => false;

    /// <summary>Whether data may be coloured: on a terminal, unless <c>NO_COLOR</c> is set.</summary>
    public bool ColorsOutput => !noColor && OutputIsTerminal();

    /// <summary>The process's own streams.</summary>
    public static UserInterface OfProcess() => new(
        () => StandardStream.Output,
        () => StandardStream.Error,
        () => !Console.IsErrorRedirected,
        noColor: Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 })
    {
        OutputIsTerminal = () => !Console.IsOutputRedirected,
    };

    /// <summary>A line of talk.</summary>
    public void Say(string line) => Error.WriteLine(line);

    /// <summary>Diagnostics in compiler form, hints below.</summary>
    public void Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics)
            Report(diagnostic);
    }

    /// <summary>One diagnostic; colour only repeats what the words say.</summary>
    public void Report(Diagnostic diagnostic)
    {
        var text = diagnostic.ToString();
        if (!noColor && IsTerminal)
        {
            var (word, tint) = diagnostic.Severity == Severity.Error ? ("error ", Red) : ("warning ", Yellow);
            var start = diagnostic.Place is { } place ? place.ToString().Length : 0;
            var at = text.IndexOf(word, start, StringComparison.Ordinal);
            text = text.Insert(at + word.Length - 1, Reset).Insert(at, tint);
            text = text.Replace("\nhint:", $"\n{Cyan}hint:{Reset}", StringComparison.Ordinal);
        }

        Error.WriteLine(text);
    }
}
