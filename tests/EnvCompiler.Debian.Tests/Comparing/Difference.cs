namespace EnvCompiler.Debian.Tests.Comparing;

/// <summary>Why a closure of envc and one of apt part at one requirement.</summary>
/// <param name="Owner">Who has the requirement; both closures have it.</param>
/// <param name="Requirement">As the package says it.</param>
internal abstract record Difference(string Owner, string Requirement)
{
    /// <summary>
    /// One took an alternative when it came to the requirement; the other had <paramref name="Present"/> already, which both have and which
    /// satisfies it too. envc comes to alternatives last, so most of these are apt's.
    /// </summary>
    internal sealed record AlreadyThere(string Owner, string Requirement, string Extra, string Present, bool ByApt) : Difference(Owner, Requirement);

    /// <summary>They took different providers of one virtual name, with equal priority; apt's order of those is that of its cache.</summary>
    internal sealed record OtherProvider(string Owner, string Requirement, string Ours, string Theirs) : Difference(Owner, Requirement);
}
