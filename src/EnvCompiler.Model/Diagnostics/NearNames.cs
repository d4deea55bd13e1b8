namespace EnvCompiler.Model.Diagnostics;

/// <summary>
/// Names that a misspelt one may have meant, by optimal string alignment distance (Damerau-Levenshtein without repeated edits).
/// Case and the separators <c>-</c>, <c>_</c>, <c>.</c> count as equal, so <c>pkg_path</c> finds <c>pkg-path</c>.
/// </summary>
public static class NearNames
{
    // The distance of two names costs the product of their lengths; nobody misspells a name of this length.
    private const int LongestName = 200;

    /// <summary>The nearest candidates, nearest first, equals in ordinal order.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="candidates">What could have been meant; 100,000 take some milliseconds.</param>
    /// <param name="count">At most so many.</param>
    /// <returns>Candidates within a third of the name's length (at least one edit); empty when none is near.</returns>
    public static IReadOnlyList<string> Of(string name, IEnumerable<string> candidates, int count = 3)
    {
        if (name.Length > LongestName)
            return [];
        var limit = Math.Max(1, name.Length / 3);
        var wanted = Fold(name);
        var rows = new DistanceRows(wanted.Length + limit + 1);
        var found = new List<(int Distance, string Name)>();
        foreach (var candidate in candidates)
        {
            if (Math.Abs(candidate.Length - wanted.Length) > limit)
                continue;
            var distance = rows.Distance(wanted, candidate, limit);
            if (distance <= limit)
                found.Add((distance, candidate));
        }

        found.Sort(static (a, b) =>
            a.Distance != b.Distance ? a.Distance.CompareTo(b.Distance) : string.CompareOrdinal(a.Name, b.Name));
        return [.. found.Select(entry => entry.Name).Distinct(StringComparer.Ordinal).Take(count)];
    }

    /// <summary>A hint for a diagnostic, <c>did you mean `install`?</c>, or null when no candidate is near.</summary>
    public static string? Hint(string name, IEnumerable<string> candidates, int count = 1) => Hint(Of(name, candidates, count));

    /// <summary>A hint that names what may have been meant, or null for none.</summary>
    public static string? Hint(IReadOnlyList<string> near) => near.Count switch
    {
        0 => null,
        1 => $"did you mean `{near[0]}`?",
        _ => $"did you mean {string.Join(", ", near.Take(near.Count - 1).Select(n => $"`{n}`"))} or `{near[^1]}`?",
    };

    private static string Fold(string text) => string.Create(text.Length, text, static (span, source) =>
    {
        for (var i = 0; i < span.Length; i++)
            span[i] = Fold(source[i]);
    });

    private static char Fold(char c) => c is '_' or '.' ? '-' : char.ToLowerInvariant(c);

    /// <summary>The three rows of the dynamic program, kept between candidates.</summary>
    private sealed class DistanceRows(int length)
    {
        private int[] beforeLast = new int[length + 1];
        private int[] last = new int[length + 1];
        private int[] current = new int[length + 1];

        /// <summary>The distance, or <paramref name="limit"/> + 1 as soon as it must be more.</summary>
        internal int Distance(string wanted, string candidate, int limit)
        {
            for (var j = 0; j <= candidate.Length; j++)
                last[j] = j;
            for (var i = 1; i <= wanted.Length; i++)
            {
                current[0] = i;
                var best = i;
                for (var j = 1; j <= candidate.Length; j++)
                {
                    var c = Fold(candidate[j - 1]);
                    var distance = Math.Min(
                        Math.Min(last[j], current[j - 1]) + 1,
                        last[j - 1] + (wanted[i - 1] == c ? 0 : 1));
                    if (i > 1 && j > 1 && wanted[i - 1] == Fold(candidate[j - 2]) && wanted[i - 2] == c)
                        distance = Math.Min(distance, beforeLast[j - 2] + 1);
                    current[j] = distance;
                    best = Math.Min(best, distance);
                }

                // A later row can be better than this one only by a transposition, which costs one more than the row before.
                if (best > limit && i > 1 && Smallest(last, candidate.Length) >= limit)
                    return limit + 1;
                (beforeLast, last, current) = (last, current, beforeLast);
            }

            return last[candidate.Length];
        }

        private static int Smallest(int[] row, int end)
        {
            var smallest = row[0];
            for (var j = 1; j <= end; j++)
                smallest = Math.Min(smallest, row[j]);
            return smallest;
        }
    }
}
