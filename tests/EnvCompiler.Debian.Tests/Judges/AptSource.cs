namespace EnvCompiler.Debian.Tests.Judges;

/// <summary>One index as apt sees it.</summary>
/// <param name="Suite">Its codename.</param>
/// <param name="PackagesFile">The plain file.</param>
/// <param name="Rank">As envc's order of suites: lower is preferred before versions are compared.</param>
internal sealed record AptSource(string Suite, string PackagesFile, int Rank = 0)
{
    /// <summary>The pin that says the same (apt_preferences(5)): below 1000 nothing is downgraded, from 500 on any is a candidate.</summary>
    internal int Priority => 900 - 100 * Rank;
}
