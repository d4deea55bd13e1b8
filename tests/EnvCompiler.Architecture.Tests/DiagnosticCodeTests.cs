using System.Text.RegularExpressions;
using EnvCompiler.TestKit;

namespace EnvCompiler.Architecture.Tests;

/// <summary>Every diagnostic code is made in one place and listed in docs/diagnostics.md, in the section of its project.</summary>
public sealed partial class DiagnosticCodeTests
{
    private static readonly Dictionary<string, string[]> s_ranges = new(StringComparer.Ordinal)
    {
        ["Model"] = ["01"],
        ["Host"] = ["02", "05"],
        ["Resolve"] = ["02"],
        ["Store"] = ["03"],
        ["Compile"] = ["04"],
        ["Run"] = ["05", "06", "07"],
        ["Weights"] = ["08"],
        ["Ship"] = ["10"],
        ["Cli"] = ["09"],
        ["Launcher"] = ["06", "07"],
    };

    [Fact]
    public void Every_code_of_the_source_is_documented_and_every_documented_code_exists()
    {
        var made = CodesOfSource().Select(use => use.Code).ToHashSet(StringComparer.Ordinal);
        var documented = Code().Matches(File.ReadAllText(RepositoryRoot.File("docs", "diagnostics.md")))
            .Select(match => match.Value).ToHashSet(StringComparer.Ordinal);
        Assert.Empty(made.Except(documented).Order());
        Assert.Empty(documented.Except(made).Order());
    }

    [Fact]
    public void Every_code_lies_in_the_range_of_its_project() =>
        Assert.All(CodesOfSource(), use => Assert.Contains(use.Code.Substring(4, 2), s_ranges[use.Project]));

    [Fact]
    public void Every_code_is_made_in_one_file() =>
        Assert.All(
            CodesOfSource().GroupBy(use => use.Code),
            uses => Assert.Single(uses.Select(use => use.File).Distinct()));

    private static IEnumerable<(string Code, string Project, string File)> CodesOfSource() =>
        from file in Directory.EnumerateFiles(RepositoryRoot.File("src"), "*.cs", SearchOption.AllDirectories)
        where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal)
        from line in File.ReadLines(file)
        where !line.TrimStart().StartsWith("//", StringComparison.Ordinal)
        from Match match in QuotedCode().Matches(line)
        let project = Path.GetRelativePath(RepositoryRoot.File("src"), file).Split('/')[0]["EnvCompiler.".Length..]
        select (match.Groups[1].Value, project, file);

    [GeneratedRegex("ENVC[0-9]{4}", RegexOptions.ExplicitCapture)]
    private static partial Regex Code();

    [GeneratedRegex("\"(ENVC[0-9]{4})\"")]
    private static partial Regex QuotedCode();
}
