namespace EnvCompiler.Run.Backends.Serving;

/// <summary>Prints argv so that it can be pasted into a shell, with what looks like a secret masked.</summary>
public static class CommandLinePrinter
{
    private const string Mask = "***";

    private static readonly string[] SecretFlags =
    [
        "--api-key", "--token", "--access-token", "--api-token", "--auth", "--authorization", "--password", "--secret", "--jwt", "--bearer",
    ];

    private static readonly string[] HeaderFlags = ["--header", "-H", "--http-header"];

    private static readonly string[] SecretHeaderWords = ["authorization", "cookie", "x-api-key", "bearer", "token", "api-key", "secret"];

    /// <summary>One line.</summary>
    public static string Print(IReadOnlyList<string> arguments) => string.Join(' ', Redact(arguments).Select(Quote));

    /// <summary>The same arguments, with what looks like a secret masked.</summary>
    public static IReadOnlyList<string> Redact(IReadOnlyList<string> arguments) =>
        [.. arguments.Select((argument, at) => Redact(at == 0 ? "" : arguments[at - 1], argument))];

    private static string Redact(string previous, string argument)
    {
        if (SecretFlags.Contains(previous) || (HeaderFlags.Contains(previous) && IsSecretHeader(argument)))
            return Mask;
        var equals = argument.IndexOf('=');
        if (equals <= 0)
            return argument;
        var flag = argument[..equals];
        return SecretFlags.Contains(flag) || (HeaderFlags.Contains(flag) && IsSecretHeader(argument[(equals + 1)..]))
            ? $"{flag}={Mask}"
            : argument;
    }

    private static bool IsSecretHeader(string header) =>
        SecretHeaderWords.Any(word => header.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string Quote(string argument)
    {
        var plain = argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || "_-./:=,@%+*".Contains(c));
        return plain ? argument : $"'{argument.Replace("'", "'\\''")}'";
    }
}
