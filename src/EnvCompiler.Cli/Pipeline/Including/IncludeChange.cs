using EnvCompiler.Model.Locks;

namespace EnvCompiler.Cli.Pipeline.Including;

/// <summary>What became of an include when it was looked at again.</summary>
public sealed record IncludeChange
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Its directory or its repository, as the manifest has it.</summary>
    public required string From { get; init; }

    /// <summary>Whether its manifest, or what that includes, is another than was locked before.</summary>
    public required bool Changed { get; init; }

    /// <summary>The generation that was locked before; absent of a directory, and where it was not locked.</summary>
    public int? Before { get; init; }

    /// <summary>The generation that is locked now; absent of a directory.</summary>
    public int? Generation { get; init; }

    /// <summary>SHA-256 of its manifest as it is locked now.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Compares.</summary>
    internal static IReadOnlyList<IncludeChange> Between(IReadOnlyList<LockedInclude>? before, IReadOnlyList<LockedInclude> after) =>
    [
        .. from pin in after
        let old = before?.FirstOrDefault(each => each.Name == pin.Name)
        select new IncludeChange
        {
            Name = pin.Name,
            From = pin.Dir ?? pin.Remote!,
            Changed = old is null || !LockedIncludes.AreEqual([old], [pin]),
            Before = old?.Found,
            Generation = pin.Found,
            Sha256 = pin.Sha256,
        },
    ];
}
