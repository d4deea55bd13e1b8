using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Resolve.Publishing;

/// <summary>Codes ENVC0230 to ENVC0239: publishing builds.</summary>
public static class PublishDiagnostics
{
    internal static Diagnostic Exists(SourcePlace place, string subject) => new("ENVC0230", $"the catalog has another `{subject}` already")
    {
        Place = place,
        Hint = "locks may name it: give the build another version, or replace it with `--force`",
    };

    internal static Diagnostic OtherName(SourcePlace place, string subject, string published, string asked) =>
        new("ENVC0231", $"the catalog has the same artifact as build `{published}` of `{subject}`, not as `{asked}`")
        {
            Place = place,
            Hint = "one artifact is one build: leave the name out, or take the entry out of the package file",
        };

    /// <summary>An artifact whose architecture no build can have.</summary>
    public static Diagnostic OtherArchitecture(string file, string architecture) =>
        new("ENVC0232", $"`{file}` is of the architecture `{architecture}`, and a build is of `amd64` or `arm64`")
        {
            Hint = "a package without programs belongs into a Debian catalog, or is made for each architecture",
        };

    /// <summary>An artifact of another package than the one that is published.</summary>
    public static Diagnostic OtherPackage(string file, string found, string asked) =>
        new("ENVC0233", $"`{file}` is the package `{found}`, not `{asked}`") { Hint = $"`envc publish {found} --file {file}`" };
}
