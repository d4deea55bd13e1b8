using System.Text;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>One package named in a relationship field: <c>NAME[:QUALIFIER] [(OP VERSION)] [[ARCHITECTURES]] [&lt;PROFILES>]</c>.</summary>
/// <param name="Name">Package name, real or virtual.</param>
public sealed record Relation(string Name)
{
    /// <summary><c>any</c> or an architecture after the colon, or null.</summary>
    public string? Qualifier { get; init; }

    /// <summary>How versions are compared.</summary>
    public VersionRelation Operator { get; init; }

    /// <summary>The version to compare with; empty for <see cref="VersionRelation.Any"/>.</summary>
    public DebianVersion Version { get; init; }

    /// <summary>Architectures it is restricted to, or (all with <c>!</c>) kept from; empty means none. Only source packages use it.</summary>
    public IReadOnlyList<string> Architectures { get; init; } = [];

    /// <summary>Build profiles as written between the brackets, one entry a pair of brackets. Only source packages use it.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = [];

    /// <summary>Whether a package of this version fits.</summary>
    public bool Allows(DebianVersion version) => Operator switch
    {
        VersionRelation.Any => true,
        VersionRelation.Earlier => version < Version,
        VersionRelation.EarlierOrEqual => version <= Version,
        VersionRelation.Equal => version == Version,
        VersionRelation.LaterOrEqual => version >= Version,
        _ => version > Version,
    };

    /// <summary>Whether it counts on an architecture with no build profile active.</summary>
    public bool AppliesTo(string architecture) => AllowsArchitecture(architecture) && AllowsNoProfile;

    /// <summary>As in a control file.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Name);
        if (Qualifier is not null)
            text.Append(':').Append(Qualifier);
        if (Operator != VersionRelation.Any)
            text.Append(" (").Append(Symbol).Append(' ').Append(Version.Text).Append(')');
        if (Architectures.Count > 0)
            text.Append(" [").AppendJoin(' ', Architectures).Append(']');
        foreach (var profile in Profiles)
            text.Append(" <").Append(profile).Append('>');
        return text.ToString();
    }

    private string Symbol => Operator switch
    {
        VersionRelation.Earlier => "<<",
        VersionRelation.EarlierOrEqual => "<=",
        VersionRelation.Equal => "=",
        VersionRelation.LaterOrEqual => ">=",
        _ => ">>",
    };

    // <a b> <c> means (a and b) or c; with no profile active a term holds when it is negated.
    private bool AllowsNoProfile =>
        Profiles.Count == 0 || Profiles.Any(formula => formula.Split(' ').All(term => term.StartsWith('!')));

    private bool AllowsArchitecture(string architecture)
    {
        if (Architectures.Count == 0)
            return true;
        var negated = Architectures[0].StartsWith('!');
        return negated != Architectures.Any(entry => Matches(entry.TrimStart('!'), architecture));
    }

    private static bool Matches(string wildcard, string architecture) =>
        wildcard == architecture || wildcard is "any" or "linux-any" || wildcard == $"any-{architecture}";
}
