namespace EnvCompiler.Store.Composing.Effects;

/// <summary><c>update-alternatives --install</c>: a candidate for a generic name.</summary>
/// <param name="Owner">Id of the package that installs it.</param>
/// <param name="Main">The generic name.</param>
/// <param name="Priority">The highest wins.</param>
/// <param name="Slaves">Links that follow the main one's choice.</param>
internal sealed record Alternative(string Owner, AlternativeLink Main, int Priority, IReadOnlyList<AlternativeLink> Slaves)
    : ScriptEffect
{
    /// <summary>Reads the arguments of <c>update-alternatives</c>.</summary>
    /// <returns>Null unless they are a complete <c>--install</c> of places in the root.</returns>
    public static Alternative? Parse(string owner, IReadOnlyList<string> arguments)
    {
        AlternativeLink? main = null;
        var priority = 0;
        var slaves = new List<AlternativeLink>();
        for (var i = 0; i < arguments.Count; i++)
        {
            switch (arguments[i])
            {
                case "--install" when i + 4 < arguments.Count && int.TryParse(arguments[i + 4], out priority):
                    main = new AlternativeLink(arguments[i + 1], arguments[i + 2], arguments[i + 3]);
                    i += 4;
                    break;
                case "--slave" when i + 3 < arguments.Count:
                    slaves.Add(new AlternativeLink(arguments[i + 1], arguments[i + 2], arguments[i + 3]));
                    i += 3;
                    break;
                case "--quiet" or "--force":
                    break;
                default:
                    return null;
            }
        }

        return main is null || !main.IsSound || !slaves.TrueForAll(slave => slave.IsSound) ? null : new Alternative(owner, main, priority, slaves);
    }

    /// <inheritdoc/>
    public override string ToString() => $"alternative {Main.Link} -> {Main.Path} (priority {Priority})";
}
