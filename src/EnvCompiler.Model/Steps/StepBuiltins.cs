namespace EnvCompiler.Model.Steps;

/// <summary>Commands that steps need no program for.</summary>
public static class StepBuiltins
{
    /// <summary>Their names; <c>mkdir</c> is a program elsewhere, and images have none of that name.</summary>
    public static IReadOnlySet<string> Names { get; } = new HashSet<string>(StringComparer.Ordinal)
    {
        ":", "[", "cd", "echo", "exec", "exit", "export", "false", "mkdir", "set", "test", "true", "unset",
    };

    /// <summary>Whether a word is an assignment as <c>export</c> takes it: <c>NAME=VALUE</c>, which is not split.</summary>
    /// <param name="word">The word.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">What follows the sign.</param>
    public static bool IsAssignment(StepWord word, out string name, out StepWord value)
    {
        (name, value) = ("", word);
        if (word.Parts is not [{ Text: { } text, IsQuoted: false }, ..] || text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var sign))
            return false;
        name = text[..sign];
        value = new StepWord([new StepWordPart { Text = text[(sign + 1)..], IsQuoted = true }, .. word.Parts.Skip(1)]);
        return IsName(name);
    }

    /// <summary>Whether it can be a variable's name (POSIX.1-2024 XBD 3.216).</summary>
    public static bool IsName(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
