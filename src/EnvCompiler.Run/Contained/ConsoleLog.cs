using System.Globalization;
using System.Text;
using EnvCompiler.Run.Supervision.Logs;

namespace EnvCompiler.Run.Contained;

/// <summary>One service's lines. Where nobody reads any more they are counted, and said as soon as somebody does.</summary>
/// <param name="name">The service, in the supervisor's lines.</param>
/// <param name="prefix">Begins each line of its output.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="gate">Held while one writes, so that lines stay whole.</param>
internal sealed class ConsoleLog(string name, string prefix, Stream output, Stream error, System.Threading.Lock gate) : IServiceLog
{
    private readonly byte[] prefix = Encoding.UTF8.GetBytes(prefix);
    private readonly ByteBuffer text = new();
    private long lost;

    /// <inheritdoc/>
    public void Note(string line)
    {
        lock (gate)
        {
            text.Append(Encoding.UTF8.GetBytes($"envc-run: {name}: {line}\n"));
            Flush(error);
        }
    }

    /// <inheritdoc/>
    public void Write(LogStream stream, ReadOnlySpan<byte> lines, SecretRedactor redactor)
    {
        lock (gate)
        {
            while (!lines.IsEmpty)
            {
                var end = lines.IndexOf((byte)'\n');
                var line = end < 0 ? lines : lines[..end];
                lines = end < 0 ? default : lines[(end + 1)..];
                text.Append(prefix);
                redactor.Append(line, text);
                text.Append("\n"u8);
            }

            Flush(stream == LogStream.Error ? error : output);
        }
    }

    /// <summary>Nothing of it is open: the streams are the process's.</summary>
    public void Dispose()
    {
    }

    private void Flush(Stream stream)
    {
        try
        {
            if (lost > 0)
            {
                stream.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"envc-run: {lost} bytes could not be written\n")));
                lost = 0;
            }

            stream.Write(text.Content);
        }
        catch (IOException)
        {
            lost += text.Length;
        }

        text.Clear();
    }
}
