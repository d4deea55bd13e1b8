namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>Reads keys out of what a terminal sends.</summary>
internal static class TopKeys
{
    private const byte Escape = 0x1b;

    /// <summary>The keys of one read; those that mean nothing are left out.</summary>
    internal static IEnumerable<TopKey> Of(byte[] input)
    {
        for (var i = 0; i < input.Length; i++)
        {
            // Arrows are ESC [ A and, in application mode, ESC O A.
            var isSequence = input[i] == Escape && i + 2 < input.Length && input[i + 1] is (byte)'[' or (byte)'O';
            var key = isSequence ? OfArrow(input[i + 2]) : OfCharacter(input[i]);
            i += isSequence ? 2 : 0;
            if (key != TopKey.None)
                yield return key;
        }
    }

    private static TopKey OfArrow(byte last) => last switch
    {
        (byte)'A' => TopKey.Up,
        (byte)'B' => TopKey.Down,
        _ => TopKey.None,
    };

    private static TopKey OfCharacter(byte character) => character switch
    {
        (byte)'k' => TopKey.Up,
        (byte)'j' => TopKey.Down,
        (byte)'r' => TopKey.Restart,
        (byte)'s' => TopKey.Stop,
        (byte)'a' => TopKey.Start,
        (byte)'l' or (byte)'\r' or (byte)'\n' => TopKey.Logs,
        (byte)'q' => TopKey.Quit,
        Escape => TopKey.Back,
        _ => TopKey.None,
    };
}
