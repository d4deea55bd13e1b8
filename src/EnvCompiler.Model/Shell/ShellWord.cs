namespace EnvCompiler.Model.Shell;

/// <summary>A word before its expansion.</summary>
public sealed record ShellWord(IReadOnlyList<ShellWordPart> Parts)
{
    /// <summary>The word when it has no expansion and no quoting, or null: keywords and names are recognised by it.</summary>
    public string? Plain => Parts is [ShellWordPart.Literal { IsQuoted: false } literal] ? literal.Text : null;
}
