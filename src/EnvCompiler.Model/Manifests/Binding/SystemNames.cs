using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>Lists of systems. A manifest made for Flox names macOS too; that is left out with a warning.</summary>
internal static class SystemNames
{
    internal static readonly string[] Linux = ["x86_64-linux", "aarch64-linux"];
    internal static readonly string[] Darwin = ["x86_64-darwin", "aarch64-darwin"];

    internal static IReadOnlyList<string>? Read(TableReader reader)
    {
        if (reader.PlacedStrings("systems") is not { } names)
            return null;
        var systems = new List<string>(names.Count);
        foreach (var (name, place) in names)
        {
            if (Linux.Contains(name))
                systems.Add(name);
            else if (Darwin.Contains(name))
                reader.Report(ManifestDiagnostics.SystemLeftOut(place, name));
            else
                reader.Report(ManifestDiagnostics.NotOneOf(place, reader.PathOf("systems"), name, Linux));
        }

        return systems;
    }
}
