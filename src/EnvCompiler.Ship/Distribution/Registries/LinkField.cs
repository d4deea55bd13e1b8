namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>The <c>Link</c> field (RFC 8288).</summary>
internal static class LinkField
{
    /// <summary>The target whose relation is <c>next</c>, or null.</summary>
    internal static string? Next(IEnumerable<string> fields)
    {
        foreach (var link in fields.SelectMany(field => field.Split(',')))
        {
            var parts = link.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is ['<', .., '>'] && parts.Skip(1).Any(part => part is "rel=\"next\"" or "rel=next"))
                return parts[0][1..^1];
        }

        return null;
    }
}
