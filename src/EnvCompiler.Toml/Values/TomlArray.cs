namespace EnvCompiler.Toml.Values;

/// <summary>An array: written as <c>[1, 2]</c>, or by <c>[[headers]]</c>.</summary>
public sealed class TomlArray : TomlValue
{
    private readonly List<TomlValue> items;

    internal TomlArray(TomlSpan span, List<TomlValue> items, bool ofTables)
        : base(span)
    {
        this.items = items;
        IsOfTables = ofTables;
    }

    /// <summary>An array that no text has as it is.</summary>
    /// <param name="span">Where problems of the whole array are shown.</param>
    /// <param name="items">The elements.</param>
    public TomlArray(TomlSpan span, IEnumerable<TomlValue> items)
        : this(span, [.. items], ofTables: false)
    {
    }

    /// <summary>The elements; their kinds may differ.</summary>
    public IReadOnlyList<TomlValue> Items => items;

    /// <inheritdoc/>
    public override string KindName => "an array";

    /// <summary>Made by <c>[[headers]]</c>, so that a later header may add to it.</summary>
    internal bool IsOfTables { get; }

    internal void Add(TomlTable table) => items.Add(table);
}
