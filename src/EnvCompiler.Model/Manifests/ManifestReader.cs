using EnvCompiler.Model.Diagnostics;
using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests.Binding;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Model.Manifests;

/// <summary>Manifest text to <see cref="Manifest"/>: all problems of a file, and of what it includes, in one run, in source order.</summary>
public static class ManifestReader
{
    /// <summary>Parses, composes, binds and checks a manifest.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="text">The file's content.</param>
    /// <returns>The manifest with the place of every key, or every error; warnings accompany either.</returns>
    public static Result<ManifestSource> Read(string file, string text) => Read(ManifestText.Parse(file, text), included: null);

    /// <summary>As <see cref="Read(string, string)"/>, from the bytes of the file; what is not UTF-8 is an error with its place.</summary>
    /// <param name="file">The path that diagnostics name.</param>
    /// <param name="utf8">The file's content.</param>
    /// <param name="included">What it includes, as its lock has it; null where there is no lock, and then it may include nothing.</param>
    public static Result<ManifestSource> Read(string file, ReadOnlySpan<byte> utf8, IReadOnlyList<LockedInclude>? included = null) =>
        Read(ManifestText.Parse(file, utf8), included);

    /// <summary>The same of a text that is parsed already.</summary>
    public static Result<ManifestSource> Read(ManifestText text, IReadOnlyList<LockedInclude>? included) => Read(Composer.Compose(text, included), out _);

    /// <summary>The same with the keys that the binder knows in each table.</summary>
    internal static Result<ManifestSource> Read(Composition composition, out IReadOnlyDictionary<string, IReadOnlyDictionary<string, KeyUse>> knownKeys)
    {
        var (manifest, context) = Bind(composition);
        knownKeys = context.KnownKeys;
        var diagnostics = context.InSourceOrder();
        return diagnostics.Any(d => d.Severity == Severity.Error)
            ? Result<ManifestSource>.Failure(diagnostics)
            : Result<ManifestSource>.Success(
                new ManifestSource(composition.Sources.First.File, manifest, context.Places)
                {
                    Texts = context.Texts,
                    Includes = context.Includes,
                    IncludeRequests = composition.Requests,
                    SharedKeys = composition.SharedKeys,
                },
                diagnostics);
    }

    /// <summary>What is wrong with a manifest itself, whatever its includes bring.</summary>
    internal static IReadOnlyList<Diagnostic> Check(ManifestText text) =>
        Bind(new Composition(new SourceTexts(text), text.Document.Root) { IsPartial = true }).Context.InSourceOrder();

    private static (Manifest Manifest, BindingContext Context) Bind(Composition composition)
    {
        var context = new BindingContext(composition.Sources, composition.Root) { IsPartial = composition.IsPartial };
        foreach (var problem in composition.Problems)
            context.Report(problem);
        context.AddPlaces("", composition.Root);
        var root = new TableReader(context, "", "", composition.Root);
        var manifest = ManifestBinder.Bind(root);
        root.Finish();
        return (manifest, context);
    }
}
