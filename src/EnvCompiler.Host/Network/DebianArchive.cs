namespace EnvCompiler.Host.Network;

/// <summary>One of the archives that make up Debian.</summary>
/// <param name="Directory">Last part of its path on any mirror: <c>debian</c>, <c>debian-security</c>.</param>
/// <param name="SuiteEnding">Its suites end so (<c>-security</c>); empty fits all.</param>
/// <param name="Official">Official mirror, ends with a slash.</param>
/// <param name="Snapshots">Snapshot archive, ends with a slash.</param>
public sealed record DebianArchive(string Directory, string SuiteEnding, Uri Official, Uri Snapshots)
{
    /// <summary>Its content at a moment.</summary>
    /// <param name="timestamp"><c>20261120T000000Z</c>.</param>
    public Uri SnapshotAt(string timestamp) => new(Snapshots, timestamp + "/");
}
