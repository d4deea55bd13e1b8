namespace EnvCompiler.Store.Composing.Effects.Reading;

/// <summary><c>dpkg --compare-versions</c> with an empty version, which is what a first installation compares (dpkg(1)).</summary>
internal static class EmptyVersion
{
    /// <summary>Compares.</summary>
    /// <returns>Null when neither version is empty.</returns>
    public static bool? Compare(string one, string relation, string two)
    {
        if (one.Length > 0 && two.Length > 0)
            return null;
        // `lt-nl` and its kin take the empty version for later than any, the others for earlier.
        var isLater = relation.EndsWith("-nl", StringComparison.Ordinal);
        var order = one.Length == two.Length ? 0 : (one.Length == 0) != isLater ? -1 : 1;
        return relation switch
        {
            "lt" or "lt-nl" or "<<" => order < 0,
            "le" or "le-nl" or "<=" or "<" => order <= 0,
            "eq" or "=" => order == 0,
            "ne" => order != 0,
            "ge" or "ge-nl" or ">=" or ">" => order >= 0,
            "gt" or "gt-nl" or ">>" => order > 0,
            _ => null,
        };
    }
}
