using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Catalogs.Native;

/// <summary>Codes ENVC0222 to ENVC0229: native catalogs.</summary>
internal static class NativeDiagnostics
{
    internal static Diagnostic Unusable(SourcePlace place, string location, string reason) => new("ENVC0222", $"the native catalog in `{location}` cannot be used: {reason}")
    {
        Place = place,
        Hint = "it is a directory with `packages/NAME.json` and `artifacts/`; `envc publish` makes one",
    };

    internal static Diagnostic NothingYet(SourcePlace place, string location) => new("ENVC0228", $"there is no native catalog in `{location}` yet")
    {
        Severity = Severity.Warning,
        Place = place,
        Hint = "`envc publish` makes it",
    };

    internal static Diagnostic Damaged(SourcePlace place, string reason) => new("ENVC0223", $"the package file is damaged: {reason}")
    {
        Place = place,
        Hint = "`envc schema catalog` prints its form",
    };

    internal static Diagnostic NewerForm(SourcePlace place, int version) =>
        new("ENVC0224", $"the package file has the form {version}, and this envc knows {Model.Catalogs.NativePackage.Form}")
        {
            Place = place,
            Hint = "use a newer envc",
        };

    internal static Diagnostic BadEntry(SourcePlace place, string subject, string problem) => new("ENVC0225", $"`{subject}` {problem}")
    {
        Place = place,
        Hint = "`envc publish` writes entries that are right; `envc schema catalog` prints the form",
    };

    internal static Diagnostic NoArtifact(SourcePlace place, string subject, string path, string reason) =>
        new("ENVC0226", $"the artifact `{path}` of `{subject}` cannot be used: {reason}")
        {
            Place = place,
            Hint = "publish the build again, or take its entry out of the package file",
        };

    internal static Diagnostic Belied(SourcePlace place, string subject, string claim, string truth) => new("ENVC0227", $"`{subject}` {claim}, but {truth}")
    {
        Place = place,
        Hint = "`envc inspect` shows what is in the files; correct the claim, or declare a file that is not loaded by default in `optional`",
    };
}
