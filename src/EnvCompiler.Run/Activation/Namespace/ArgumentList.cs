using System.Text;

namespace EnvCompiler.Run.Activation.Namespace;

/// <summary>Options of <c>bwrap --args</c>: each ended by NUL, so that no path needs quoting.</summary>
internal sealed class ArgumentList
{
    private readonly StringBuilder text = new();

    internal void Add(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            text.Append(word).Append('\0');
    }

    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(text.ToString());
}
