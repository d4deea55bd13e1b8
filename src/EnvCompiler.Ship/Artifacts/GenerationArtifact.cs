namespace EnvCompiler.Ship.Artifacts;

/// <summary>What a pushed generation is called in a registry (docs/design/publishing.md).</summary>
public static class GenerationArtifact
{
    /// <summary>The artifact type of a generation.</summary>
    public const string Type = "application/vnd.envc.generation.v1";

    /// <summary>The artifact type of what a generation's lock names.</summary>
    public const string PackagesType = "application/vnd.envc.packages.v1";

    /// <summary>The tag of the generation that is live where it was pushed from.</summary>
    public const string Latest = "latest";

    internal const string ManifestMediaType = "application/vnd.envc.manifest.v1+toml";
    internal const string LockMediaType = "application/vnd.envc.lock.v1+json+gzip";
    internal const string HistoryMediaType = "application/vnd.envc.history.v1+jsonl";
    internal const string CommandsMediaType = "application/vnd.envc.commands.v1+json+gzip";
    internal const string PackageMediaType = "application/vnd.debian.binary-package";
    internal const string ModelMediaType = "application/vnd.envc.model-file.v1";

    internal const string NumberKey = "dev.envc.generation";
    internal const string DigestKey = "dev.envc.generation.digest";
    internal const string VersionKey = "dev.envc.version";
    internal const string RevisionKey = "dev.envc.revision";
    internal const string ParentKey = "dev.envc.parent";

    /// <summary>The tag of a generation.</summary>
    internal static string TagOf(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The tag of its packages.</summary>
    internal static string PackagesTagOf(int number) => $"{TagOf(number)}-packages";

    /// <summary>The number that a tag says; null for any other tag, <c>007</c> too.</summary>
    internal static int? NumberOf(string tag) =>
        int.TryParse(tag, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) && number > 0 && TagOf(number) == tag ? number : null;
}
