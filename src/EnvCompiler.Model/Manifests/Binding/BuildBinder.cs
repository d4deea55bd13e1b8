using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Toml.Values;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[build.NAME]</c>, which <c>envc build NAME</c> of a later version makes.</summary>
internal static class BuildBinder
{
    private static readonly string[] Sandboxes = ["off", "warn", "enforce", "pure"];

    internal static void Check(TableReader build)
    {
        build.Since("1.13.0", "sandbox-allow");
        build.RequiredString("command");
        build.Text("description");
        build.Strings("license");
        build.Strings("sandbox-allow");
        if (build.OneOf("sandbox", Sandboxes) is "warn" or "enforce")
            build.Since("1.13.0", "sandbox");
        if (build.Any("version") is TomlTable)
            build.Check("version", CheckVersion);
        else
            build.Text("version");
        foreach (var (id, place) in build.PlacedStrings("runtime-packages") ?? [])
            build.CheckReference(place, build.PathOf("runtime-packages"), "install", id);
    }

    private static void CheckVersion(TableReader version)
    {
        version.Text("file");
        if (version.Has("file") == version.Has("command") && !version.IsDamaged)
            version.Report(ManifestDiagnostics.OneOfTwo(version.Place, version.Path, "file", "command"));
        version.Text("command");
    }
}
