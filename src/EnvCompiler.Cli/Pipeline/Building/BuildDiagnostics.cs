using EnvCompiler.Model.Diagnostics;

namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>Codes ENVC0950 to ENVC0969: `build NAME` and `publish`.</summary>
internal static class BuildDiagnostics
{
    public static Diagnostic Unknown(SourcePlace place, string name, IEnumerable<string> known) =>
        new("ENVC0950", $"the manifest has no `[build.{name}]`") { Place = place, Hint = NearNames.Hint(name, known) ?? "`command` of `[build.NAME]` fills `$out`" };

    public static Diagnostic Failed(SourcePlace place, string name, int exitCode, IReadOnlyList<string> lines) =>
        new("ENVC0951", $"the command of `[build.{name}]` ended with exit code {exitCode}") { Place = place, Details = lines, Hint = "its last lines are above; nothing of it was kept" };

    public static Diagnostic Empty(SourcePlace place, string name) =>
        new("ENVC0952", $"the command of `[build.{name}]` left nothing in `$out`") { Place = place, Hint = "for example `make install PREFIX=$out`" };

    public static Diagnostic NoVersion(SourcePlace place, string name, string reason) =>
        new("ENVC0953", $"`[build.{name}]` has no version: {reason}") { Place = place, Hint = "a version is `1.2` or `1.2~git20261121`: Debian's form, a digit first" };

    public static Diagnostic Sandboxed(SourcePlace place, string name, string sandbox) =>
        new("ENVC0954", $"`[build.{name}]` asks for the sandbox `{sandbox}`, and this version of envc has none") { Place = place, Hint = "`sandbox = \"off\"` builds without" };

    public static Diagnostic NoRoot(SourcePlace place) =>
        new("ENVC0955", "packages are built in the default group's root, and the environment has none that can be entered from here")
        {
            Place = place,
            Hint = "put bash and what the command needs into `[install]`, and call `envc build` outside of a root",
        };

    public static Diagnostic NotMade(string name) => new("ENVC0956", $"`{name}` is not built yet") { Hint = $"`envc build {name}` builds it" };

    public static Diagnostic NoCatalog(SourcePlace place) =>
        new("ENVC0957", "the manifest has no native catalog to publish into") { Place = place, Hint = "`[catalogs.NAME]` with `type = \"native\"` and `location = \"DIR\"`" };

    public static Diagnostic SeveralCatalogs(SourcePlace place, IEnumerable<string> names) =>
        new("ENVC0958", $"there are several native catalogs: {string.Join(", ", names.Select(name => $"`{name}`"))}") { Place = place, Hint = "name one with `--catalog`" };

    public static Diagnostic UnknownCatalog(SourcePlace place, string name, IEnumerable<string> known) =>
        new("ENVC0959", $"the manifest has no native catalog `{name}`") { Place = place, Hint = NearNames.Hint(name, known) };
}
