using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Model.Configurations;

/// <summary>Text of a configuration file to <see cref="Configuration"/>: all problems of a file in one run, in source order.</summary>
public static class ConfigurationReader
{
    /// <summary>Parses, binds and checks.</summary>
    /// <param name="path">Absolute path, which diagnostics name and files of keys are relative to.</param>
    /// <param name="utf8">The file's content.</param>
    public static Result<ConfigurationFile> Read(string path, ReadOnlySpan<byte> utf8)
    {
        var text = ManifestText.Parse(path, utf8);
        var context = new BindingContext(new SourceTexts(text), text.Document.Root) { What = "the configuration" };
        context.AddPlaces("", text.Document.Root);
        var root = new TableReader(context, "", "", text.Document.Root);
        var configuration = ConfigurationBinder.Bind(root, Path.GetDirectoryName(path)!);
        root.Finish();
        var diagnostics = context.InSourceOrder();
        return diagnostics.Count > 0 ? Result<ConfigurationFile>.Failure(diagnostics) : new ConfigurationFile(path, configuration);
    }
}
