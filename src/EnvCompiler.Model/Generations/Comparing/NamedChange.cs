namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>A variable, a model or a file that two generations differ in.</summary>
public sealed record NamedChange
{
    /// <summary>Name, or path relative to the generation.</summary>
    public required string Name { get; init; }

    /// <summary>What became of it.</summary>
    public required Change Change { get; init; }

    /// <summary>The value before, where it is one for people to read.</summary>
    public string? From { get; init; }

    /// <summary>The value now, where it is one for people to read.</summary>
    public string? To { get; init; }

    /// <summary>What two maps differ in, in ordinal order of the names.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="after">The later one.</param>
    /// <param name="same">Whether two values are equal.</param>
    /// <param name="show">A value for people; null where it says nothing to them.</param>
    internal static IReadOnlyList<NamedChange> Between<T>(
        IReadOnlyDictionary<string, T> before, IReadOnlyDictionary<string, T> after, Func<T, T, bool> same, Func<T, string?> show)
    {
        var changes = new List<NamedChange>();
        foreach (var name in before.Keys.Union(after.Keys).Order(StringComparer.Ordinal))
        {
            var (had, has) = (before.TryGetValue(name, out var from), after.TryGetValue(name, out var to));
            if (had && has && same(from!, to!))
                continue;
            changes.Add(new NamedChange
            {
                Name = name,
                Change = !had ? Change.Added : has ? Change.Changed : Change.Removed,
                From = had ? show(from!) : null,
                To = has ? show(to!) : null,
            });
        }

        return changes;
    }
}
