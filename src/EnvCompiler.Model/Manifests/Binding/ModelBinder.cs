using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[models.NAME]</c>.</summary>
internal static class ModelBinder
{
    internal static ModelRequest Bind(TableReader model)
    {
        model.NotYet("hub", "revision", "include", "sources");
        if (model.Has("hub"))
            return new ModelRequest { Path = model.String("path") ?? "" };
        var path = model.RequiredString("path");
        if (Path.IsPathRooted(path) || path.Split('/').Contains(".."))
            model.Report(ManifestDiagnostics.PathOutside(model.PlaceOf("path"), model.PathOf("path"), path));
        return new ModelRequest { Path = path };
    }
}
