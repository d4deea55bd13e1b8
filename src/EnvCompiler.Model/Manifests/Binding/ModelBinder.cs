using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Model.Manifests.Binding;

/// <summary><c>[models.NAME]</c>: a file (<c>path</c>) or a repository of a model hub (<c>hub</c>).</summary>
internal static class ModelBinder
{
    private static readonly string[] Sources = ["bundled", "local", "hub-cache", "s3", "hub"];

    internal static ModelRequest Bind(TableReader model)
    {
        model.NotYet("hub", key => model.Formed(key, IsRepository, "a repository such as `\"microsoft/Phi-4-mini-instruct\"`"));
        model.NotYet("revision", key => model.Text(key));
        model.NotYet("include", key => model.FormedItems(key, PathRule.StaysInside, "a pattern of paths such as `\"*.safetensors\"`"));
        model.NotYet("sources", key => model.SomeOf(key, Sources));
        var when = model.Condition("when");
        if (!model.Has("hub"))
        {
            foreach (var key in (ReadOnlySpan<string>)["revision", "include"])
            {
                if (model.Has(key) && !model.IsDamaged)
                    model.Report(ManifestDiagnostics.NeedsKey(model.PlaceOf(key), model.PathOf(key), "hub"));
            }

            var path = model.RequiredString("path");
            if (model.Has("path") && !PathRule.StaysInside(path))
                model.Report(ManifestDiagnostics.PathOutside(model.PlaceOf("path"), model.PathOf("path"), path));
            return new ModelRequest { Path = path, When = when };
        }

        if (model.Has("path"))
            model.Report(ManifestDiagnostics.OneOfTwo(model.Place, model.Path, "path", "hub"));
        return new ModelRequest { Path = model.String("path") ?? "", When = when };
    }

    // The characters and shape that hubs allow: `owner/name`.
    private static bool IsRepository(string text) =>
        text.Split('/') is [{ Length: > 0 } owner, { Length: > 0 } name]
        && (owner + name).All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && owner[0] != '.' && name[0] != '.';
}
