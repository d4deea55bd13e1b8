using System.Text;
using EnvCompiler.Cli.Terminal.Top;

namespace EnvCompiler.Cli.Terminal;

/// <summary>The terminal's alternate screen, without cursor; what was there before comes back when this is disposed.</summary>
internal sealed class FullScreen : IDisposable
{
    private readonly TextWriter output;
    private readonly bool colors;

    /// <summary>Takes the screen.</summary>
    internal FullScreen(TextWriter output, bool colors)
    {
        (this.output, this.colors) = (output, colors);
        Write("\e[?1049h\e[?25l");
    }

    /// <summary>Columns now.</summary>
    internal static int Width => Math.Max(Console.WindowWidth, 1);

    /// <summary>Lines now.</summary>
    internal static int Height => Math.Max(Console.WindowHeight, 1);

    /// <summary>Draws over everything, in one write: nothing flickers.</summary>
    internal void Draw(IReadOnlyList<StyledLine> lines)
    {
        var frame = new StringBuilder("\e[H");
        for (var i = 0; i < lines.Count; i++)
            frame.Append(i > 0 ? "\r\n" : "").Append(Begin(lines[i].Style)).Append(lines[i].Text).Append("\e[0m\e[K");
        Write(frame.Append("\e[J").ToString());
    }

    public void Dispose() => Write("\e[?25h\e[?1049l");

    // Bold, dim and inverse are no colours: they stay with NO_COLOR.
    private string Begin(LineStyle style) => style switch
    {
        LineStyle.Head => "\e[1m",
        LineStyle.Dim => "\e[2m",
        LineStyle.Chosen => "\e[7m",
        LineStyle.Changing when colors => "\e[33m",
        LineStyle.Bad when colors => "\e[31m",
        _ => "",
    };

    private void Write(string text)
    {
        output.Write(text);
        output.Flush();
    }
}
