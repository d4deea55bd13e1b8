using System.Text;

namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Replaces the values of secrets in lines of output by <c>***</c>, before they reach any file.</summary>
internal sealed class SecretRedactor
{
    // A shorter value would mark half of every line and hide nothing.
    private const int ShortestSecret = 4;

    private readonly List<byte[]> secrets = [];

    /// <param name="values">Values; a value of several lines (a key in PEM) is looked for line by line.</param>
    internal SecretRedactor(IEnumerable<string> values)
    {
        foreach (var line in values.SelectMany(value => value.Split('\n')).Select(line => line.Trim()))
        {
            if (line.Length >= ShortestSecret)
                secrets.Add(Encoding.UTF8.GetBytes(line));
        }

        // The longest first: a secret that begins like another one is then replaced whole.
        secrets.Sort(static (a, b) => b.Length.CompareTo(a.Length));
        Longest = secrets.Count == 0 ? 0 : secrets[0].Length;
    }

    /// <summary>For the secrets of an activation as they are in some variables.</summary>
    internal static SecretRedactor Of(ServiceActivation activation, IReadOnlyDictionary<string, string> variables) =>
        new(activation.Secrets.Where(variables.ContainsKey).Select(name => variables[name]));

    /// <summary>Bytes of the longest secret.</summary>
    internal int Longest { get; }

    /// <summary>Appends a line to a buffer, without the secrets in it.</summary>
    internal void Append(ReadOnlySpan<byte> line, ByteBuffer to)
    {
        while (FindFirst(line) is { Length: > 0 } found)
        {
            to.Append(line[..found.Start]);
            to.Append("***"u8);
            line = line[(found.Start + found.Length)..];
        }

        to.Append(line);
    }

    /// <summary>The last place where a text that goes on may be cut: no secret, whole or only begun, lies across it.</summary>
    internal int LastCut(ReadOnlySpan<byte> text)
    {
        var cut = text.Length;
        for (var before = -1; before != cut;)
        {
            before = cut;
            foreach (var secret in secrets)
            {
                for (var start = Math.Max(cut - secret.Length + 1, 0); start < cut; start++)
                {
                    var there = text[start..Math.Min(start + secret.Length, text.Length)];
                    if (there.SequenceEqual(secret.AsSpan(0, there.Length)))
                        cut = start;
                }
            }
        }

        return cut;
    }

    /// <summary>A text without the secrets in it.</summary>
    internal string Redact(string text)
    {
        if (secrets.Count == 0)
            return text;
        var buffer = new ByteBuffer();
        Append(Encoding.UTF8.GetBytes(text), buffer);
        return Encoding.UTF8.GetString(buffer.Content);
    }

    private (int Start, int Length) FindFirst(ReadOnlySpan<byte> line)
    {
        var first = (Start: line.Length, Length: 0);
        foreach (var secret in secrets)
        {
            var start = line.IndexOf(secret);
            if (start >= 0 && start < first.Start)
                first = (start, secret.Length);
        }

        return first;
    }
}
