using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Tests.Manifests.Composing;

/// <summary>Manifests that include others, without a file system.</summary>
internal static class ComposedManifest
{
    /// <summary>A pinned directory <c>../NAME</c>.</summary>
    internal static LockedInclude Pin(string name, string text, params LockedInclude[] include)
    {
        text = "version = 1\n" + text;
        return new LockedInclude
        {
            Name = name,
            Dir = $"../{name}",
            Sha256 = LockedInclude.HashOf(text),
            Manifest = LockedInclude.LinesOf(text),
            Include = include.Length > 0 ? include : null,
        };
    }

    /// <summary><c>[include]</c> of such directories, in their order.</summary>
    internal static string Include(params LockedInclude[] pins) =>
        $"include.environments = [{string.Join(", ", pins.Select(pin => $"{{ dir = \"{pin.Dir}\" }}"))}]\n";

    /// <summary>A manifest that includes them.</summary>
    internal static Result<ManifestSource> Read(string text, params LockedInclude[] pins) =>
        ManifestReader.Read("manifest.toml", System.Text.Encoding.UTF8.GetBytes("version = 1\n" + Include(pins) + text), pins);

    /// <summary>One that is whole.</summary>
    internal static Manifest Compose(string text, params LockedInclude[] pins) => Read(text, pins).Value.Manifest;
}
