namespace EnvCompiler.Model.Manifests;

/// <summary>Names in an order in which each comes after those it depends on; the given order where dependencies leave it open.</summary>
/// <param name="Names">Every name once.</param>
/// <param name="Circles">The circles found, each as its names in order of dependency, the first one again at the end.</param>
public sealed record DependencyOrder(IReadOnlyList<string> Names, IReadOnlyList<IReadOnlyList<string>> Circles)
{
    // A file made to be awkward can have a circle for every edge, each as long as the file.
    private const int MostCircles = 10;

    /// <summary>Sorts by depth-first search, without recursion: a chain may be as long as a file.</summary>
    /// <param name="names">All names.</param>
    /// <param name="dependencies">What a name depends on; names that are not among <paramref name="names"/> must be left out.</param>
    public static DependencyOrder Of(IEnumerable<string> names, Func<string, IEnumerable<string>> dependencies)
    {
        var order = new List<string>();
        var circles = new List<IReadOnlyList<string>>();
        var isDone = new Dictionary<string, bool>(StringComparer.Ordinal);
        var trail = new List<(string Name, IEnumerator<string> Next)>();
        foreach (var start in names)
        {
            Enter(start);
            while (trail.Count > 0)
            {
                var (name, next) = trail[^1];
                if (next.MoveNext())
                {
                    Enter(next.Current);
                    continue;
                }

                next.Dispose();
                trail.RemoveAt(trail.Count - 1);
                isDone[name] = true;
                order.Add(name);
            }
        }

        return new DependencyOrder(order, circles);

        void Enter(string name)
        {
            if (isDone.TryAdd(name, false))
                trail.Add((name, dependencies(name).GetEnumerator()));
            else if (!isDone[name] && circles.Count < MostCircles)
                circles.Add([.. trail.Select(step => step.Name).SkipWhile(step => step != name), name]);
        }
    }
}
