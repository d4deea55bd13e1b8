namespace EnvCompiler.Toml.Parsing;

/// <summary>Turns offsets into lines and columns.</summary>
internal sealed class LineMap
{
    private readonly List<int> starts = [0];
    private readonly int firstLine;
    private int last;

    internal LineMap(string text, TomlOptions options)
    {
        firstLine = options.FirstLine;
        for (var at = 0; text.AsSpan(at).IndexOf('\n') is >= 0 and var newline;)
        {
            at += newline + 1;
            starts.Add(at);
        }
    }

    /// <summary>The span of a stretch; asking in source order needs no search.</summary>
    internal TomlSpan Span(int offset, int length)
    {
        if (!Holds(last, offset))
        {
            if (last + 1 < starts.Count && Holds(last + 1, offset))
            {
                last++;
            }
            else
            {
                var index = starts.BinarySearch(offset);
                last = index >= 0 ? index : ~index - 1;
            }
        }

        return new TomlSpan(offset, length, last + firstLine, offset - starts[last] + 1);
    }

    private bool Holds(int line, int offset) =>
        starts[line] <= offset && (line + 1 == starts.Count || offset < starts[line + 1]);
}
