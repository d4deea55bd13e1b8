namespace EnvCompiler.Compile.Systemd;

/// <summary>Whose a unit file is: its section <c>[X-Envc]</c> says so, which systemd leaves alone as all sections of that prefix.</summary>
public static class UnitOwner
{
    /// <summary>The section.</summary>
    internal const string Section = "X-Envc";

    /// <summary>The section's first setting.</summary>
    internal const string Setting = "Environment";

    private const string Head = $"\n[{Section}]\n{Setting}=";

    /// <summary>The environment's directory as unit files write it.</summary>
    public static string Of(string directory) => UnitText.Word(directory);

    /// <summary>What a unit file has as its environment's directory, in the form of <see cref="Of"/>; null for a unit that is not envc's.</summary>
    public static string? Find(string unit)
    {
        var at = unit.LastIndexOf(Head, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var rest = unit[(at + Head.Length)..];
        return rest[..(rest.IndexOf('\n', StringComparison.Ordinal) is >= 0 and var end ? end : rest.Length)];
    }
}
