namespace EnvCompiler.Resolve.Tests.Solving;

/// <summary>Random catalogs with several versions, alternatives, provided names and refusals; about half cannot be satisfied.</summary>
internal static class RandomUniverses
{
    private const int MostSolvables = 11;

    /// <summary>The universe of a seed; <paramref name="renumbering"/> gives the same one with other numbers and another input order.</summary>
    internal static SmallUniverse Make(int seed, Random? renumbering = null)
    {
        var random = new Random(seed);
        var versions = new List<int>();
        while (versions.Sum() < MostSolvables)
            versions.Add(random.Next(1, 4));
        var order = Enumerable.Range(0, versions.Count).ToArray();
        renumbering?.Shuffle(order);

        var universe = new SmallUniverse();
        var names = new int[versions.Count][];
        foreach (var name in order)
            names[name] = universe.AddName($"n{name}", versions[name]);

        foreach (var solvable in names.SelectMany(name => name))
        {
            for (var count = random.Next(0, 4); count > 0; count--)
                universe.Require(solvable, Candidates());
            for (var count = random.Next(0, 4); count > 0; count--)
            {
                var refused = Pick(random, names);
                if (!names.First(name => name.Contains(solvable)).Contains(refused))
                    universe.Refuse(solvable, refused);
            }
        }

        for (var count = random.Next(1, 5); count > 0; count--)
            universe.Request(VersionsFrom(Pick(random, names), names));
        return universe;

        // One name from some version up, sometimes more names: an alternative, or the providers of a virtual name.
        int[] Candidates()
        {
            var candidates = new List<int>();
            for (var alternatives = random.Next(1, 4); alternatives > 0; alternatives--)
                candidates.AddRange(VersionsFrom(Pick(random, names), names));
            return random.Next(20) == 0 ? [] : [.. candidates.Distinct()];
        }
    }

    private static int Pick(Random random, int[][] names)
    {
        var name = names[random.Next(names.Length)];
        return name[random.Next(name.Length)];
    }

    private static int[] VersionsFrom(int lowest, int[][] names)
    {
        var versions = names.First(name => name.Contains(lowest));
        return [.. versions.SkipWhile(version => version != lowest).Reverse()];
    }
}
