using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Collecting;

/// <summary>What somebody needs of a store.</summary>
public sealed class StoreNeeds
{
    private const string DerivedLine = "derived";

    /// <summary>SHA-256 of artifacts; their objects are needed with them.</summary>
    public HashSet<string> Artifacts { get; } = new(StringComparer.Ordinal);

    /// <summary>Ids of roots.</summary>
    public HashSet<string> Roots { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that is made of objects: roots, layers of images, launchers, units' roots. Who makes an image or an export says so, for their names are known only when they are made.</summary>
    public bool Derived { get; set; }

    /// <summary>Launchers and units' roots, by their hashes.</summary>
    internal HashSet<string> Entries { get; } = new(StringComparer.Ordinal);

    /// <summary>Everything that a lock names, for all of its targets.</summary>
    public static StoreNeeds Of(Lock locked)
    {
        var needs = new StoreNeeds();
        needs.Add(locked);
        return needs;
    }

    /// <summary>Adds everything that a lock names, for all of its targets.</summary>
    public void Add(Lock locked)
    {
        Artifacts.UnionWith(locked.Packages.Values.Select(package => package.Sha256));
        Roots.UnionWith(locked.Targets.Values.SelectMany(target => target.Groups.Values).Select(group => RootId.Of(locked, group)));
    }

    /// <summary>A line each: <c>artifact SHA256</c>, <c>root ID</c>, <c>derived</c>.</summary>
    internal IEnumerable<string> Lines => Artifacts.Select(sha256 => $"artifact {sha256}").Concat(Roots.Select(id => $"root {id}")).Concat(Derived ? [DerivedLine] : []);

    /// <summary>Adds what such lines say.</summary>
    internal void Add(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (line.StartsWith("artifact ", StringComparison.Ordinal))
                Artifacts.Add(line["artifact ".Length..]);
            else if (line.StartsWith("root ", StringComparison.Ordinal))
                Roots.Add(line["root ".Length..]);
            else if (line == DerivedLine)
                Derived = true;
        }
    }
}
