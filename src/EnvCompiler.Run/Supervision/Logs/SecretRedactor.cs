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
