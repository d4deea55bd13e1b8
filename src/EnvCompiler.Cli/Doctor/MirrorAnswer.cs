namespace EnvCompiler.Cli.Doctor;

/// <summary>What became of asking for a suite of a catalog.</summary>
/// <param name="Catalog">Its name in the manifest.</param>
/// <param name="Suite">The suite.</param>
internal sealed record MirrorAnswer(string Catalog, string Suite)
{
    /// <summary>The mirror that has it; else one that answered, else the first that was asked.</summary>
    public required Uri Mirror { get; init; }

    /// <summary>Why no mirror has it; null where one has.</summary>
    public string? Problem { get; init; }

    /// <summary>A mirror answered, and has no such suite.</summary>
    public bool IsMissing { get; init; }

    /// <summary><c>Date</c> of its Release file.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary><c>Valid-Until</c> of its Release file; null for never.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>An expired Release file is accepted.</summary>
    public bool AllowsExpired { get; init; }

    /// <summary>The mirror's clock when it answered.</summary>
    public DateTimeOffset? ServerTime { get; init; }
}
