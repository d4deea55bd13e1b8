namespace EnvCompiler.Cli.Terminal.Top;

/// <summary>A column of the table.</summary>
/// <param name="Head">Its title.</param>
/// <param name="Cell">What it shows of a service; <c>-</c> where there is nothing.</param>
internal sealed record TopColumn(string Head, Func<TopRow, string> Cell)
{
    /// <summary>Columns of the highest rank go first where the screen is narrow; 0 stays.</summary>
    public int Rank { get; init; }

    /// <summary>It goes before a text is cut below what it wants.</summary>
    public bool IsExtra => Rank >= 5;

    /// <summary>Numbers end at the same place.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Text that may be cut with <c>…</c>, down to this many characters; 0 may not.</summary>
    public int Least { get; init; }

    /// <summary>Characters of a text that are worth more than an extra column.</summary>
    public int Wanted { get; init; }
}
