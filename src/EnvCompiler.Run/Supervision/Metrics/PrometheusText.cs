using System.Globalization;
using System.Text;

namespace EnvCompiler.Run.Supervision.Metrics;

/// <summary>Prometheus' text format 0.0.4 (exposition formats): families of samples, each with its help and type.</summary>
internal sealed class PrometheusText
{
    private readonly StringBuilder text = new();
    private string family = "";

    /// <summary>Begins a family.</summary>
    /// <param name="name">Of its samples.</param>
    /// <param name="type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
    /// <param name="help">A sentence without line breaks.</param>
    internal void Family(string name, string type, string help)
    {
        family = name;
        text.Append("# HELP ").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
    }

    /// <summary>A sample of the family.</summary>
    internal void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => SampleOf("", value, labels);

    /// <summary>A sample of a family of histograms: <c>_bucket</c>, <c>_sum</c>, <c>_count</c>.</summary>
    internal void SampleOf(string suffix, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        text.Append(family).Append(suffix);
        for (var i = 0; i < labels.Length; i++)
        {
            text.Append(i == 0 ? '{' : ',').Append(labels[i].Name).Append("=\"");
            Escape(labels[i].Value);
            text.Append('"');
        }

        text.Append(labels.Length > 0 ? "} " : " ").Append(Number(value)).Append('\n');
    }

    /// <summary>A number as the format has it.</summary>
    internal static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string ToString() => text.ToString();

    private void Escape(string value)
    {
        foreach (var c in value)
        {
            text.Append(c switch
            {
                '\\' => @"\\",
                '"' => "\\\"",
                '\n' => @"\n",
                _ => c.ToString(),
            });
        }
    }
}
