namespace EnvCompiler.Ship.Distribution.Layouts;

/// <summary><c>oci-layout</c> (image-spec, image-layout.md).</summary>
internal sealed record LayoutFile
{
    internal const string Version = "1.0.0";

    public string ImageLayoutVersion { get; init; } = Version;
}
