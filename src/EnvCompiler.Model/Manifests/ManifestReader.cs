using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Toml;

namespace EnvCompiler.Model.Manifests;

/// <summary>Manifest text to <see cref="Manifest"/>: all problems of a file in one run, in source order.</summary>
public static class ManifestReader
{
    /// <summary>Parses, binds and checks a manifest.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="text">The file's content.</param>
    /// <returns>The manifest with the place of every key, or every error; warnings accompany either.</returns>
    public static Result<ManifestSource> Read(string file, string text) => Read(file, TomlDocument.Parse(text), out _);

    /// <summary>As <see cref="Read(string, string)"/>, from the bytes of the file; what is not UTF-8 is an error with its place.</summary>
    public static Result<ManifestSource> Read(string file, ReadOnlySpan<byte> utf8) => Read(file, TomlDocument.Parse(utf8), out _);

    /// <summary>The same with the keys that the binder knows in each table.</summary>
    internal static Result<ManifestSource> Read(
        string file, TomlDocument document, out IReadOnlyDictionary<string, IReadOnlyDictionary<string, KeyUse>> knownKeys)
    {
        var context = new BindingContext(file, document);
        context.AddPlaces("", document.Root);
        var root = new TableReader(context, "", "", document.Root);
        var manifest = ManifestBinder.Bind(root);
        root.Finish();
        knownKeys = context.KnownKeys;
        var diagnostics = context.InSourceOrder();
        return diagnostics.Any(d => d.Severity == Severity.Error)
            ? Result<ManifestSource>.Failure(diagnostics)
            : Result<ManifestSource>.Success(new ManifestSource(file, manifest, context.Places) { Texts = context.Texts }, diagnostics);
    }
}
