using System.Text;
using System.Text.Json;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Cli.Terminal;

/// <summary>Writes lines of logs: as they are, behind the padded name of their service, or as JSON.</summary>
/// <param name="output">Gets them.</param>
/// <param name="services">All services of the environment: a service has the same colour whichever of them are asked for.</param>
public sealed class ServiceLogView(TextWriter output, IReadOnlyList<string> services)
{
    private const int WriteAt = 32 << 10;
    private const string Reset = "\e[0m";

    // Cyan, yellow, green, magenta, blue and their bright forms: red is for what is wrong.
    private static readonly string[] s_colors = ["36", "33", "32", "35", "34", "96", "93", "92", "95", "94"];

    private readonly StringBuilder text = new();
    private int width;

    /// <summary>Every line begins with the name of its service.</summary>
    public bool ShowsNames { get; init; }

    /// <summary>Names are coloured.</summary>
    public bool Colors { get; init; }

    /// <summary>An object a line.</summary>
    public bool Json { get; init; }

    /// <summary>Writes lines and flushes.</summary>
    public void Write(IEnumerable<LogLine> lines)
    {
        foreach (var line in lines)
        {
            if (Json)
                text.Append(JsonSerializer.Serialize(line, LineJson.Readable.LogLine)).Append('\n');
            else
                Append(line);
            if (text.Length >= WriteAt)
                Flush();
        }

        Flush();
    }

    /// <summary>Services whose lines may come: names are padded to the longest.</summary>
    public void Expect(IEnumerable<string> names) => width = Math.Max(width, names.Select(name => name.Length).DefaultIfEmpty().Max());

    private void Append(LogLine line)
    {
        if (ShowsNames)
        {
            var prefix = line.Service.PadRight(width) + " | ";
            text.Append(Colors ? $"\e[{ColorOf(line.Service)}m{prefix}{Reset}" : prefix);
        }

        text.Append(line).Append('\n');
    }

    private string ColorOf(string service)
    {
        var index = 0;
        while (index < services.Count && !string.Equals(services[index], service, StringComparison.Ordinal))
            index++;
        return s_colors[index % s_colors.Length];
    }

    private void Flush()
    {
        if (text.Length == 0)
            return;
        output.Write(text);
        output.Flush();
        text.Clear();
    }
}
